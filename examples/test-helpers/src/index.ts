export { listen, type Loopback } from "./listen.ts";
export { type Exit, type Program, type ProgramOptions, startProgram } from "./start-program.ts";
export { type Folder, temporaryFolder } from "./temporary-folder.ts";

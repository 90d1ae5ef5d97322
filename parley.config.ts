// How the parley command works in this repository: its layout is the default.
// What the options mean: ParleyConfig in @parley/codegen.
export default { documentationSite: "https://parley.example" };

declare module "workerd" {
  /** The path of the binary for this machine. */
  const path: string;
  export default path;
}

// #region config
import { defineConfig } from "@parley/codegen";

export default defineConfig({ specs: "apis", packages: "clients", scope: "@acme" });
// #endregion config

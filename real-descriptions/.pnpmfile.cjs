// The packages are installed for the descriptions in them: what their code needs is left out.
module.exports = {
  hooks: {
    /** @param {Readonly<Record<string, unknown>>} manifest */
    readPackage: (manifest) => ({
      ...manifest,
      dependencies: {},
      optionalDependencies: {},
      peerDependencies: {},
    }),
  },
};

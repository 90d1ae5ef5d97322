import starlight from "@astrojs/starlight";
import { defineConfig, passthroughImageService } from "astro/config";
import { contentSecurityPolicy } from "./src/integrations/content-security-policy.ts";
import { documentedProviders } from "./src/reference/providers.ts";

export default defineConfig({
  site: "https://parley.example",
  trailingSlash: "always",
  // Nothing of the site's has to be resized, and what resizes is a native addon.
  image: { service: passthroughImageService() },
  devToolbar: { enabled: false },
  // The browser would ask for pages that nobody opens.
  prefetch: false,
  integrations: [
    starlight({
      title: "Parley",
      description: "Typed clients for conversation platforms, made from OpenAPI descriptions.",
      logo: { src: "./src/assets/logo.svg" },
      favicon: "/favicon.svg",
      customCss: [
        "@fontsource-variable/inter/wght.css",
        "@fontsource-variable/jetbrains-mono/wght.css",
        "./src/styles/theme.css",
        "./src/styles/reference.css",
        "./src/styles/home.css",
        "./src/styles/console.css",
      ],
      components: {
        Hero: "./src/components/hero.astro",
        SocialIcons: "./src/components/header-links.astro",
      },
      routeMiddleware: "./src/navigation/route-middleware.ts",
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      expressiveCode: {
        themes: ["github-dark-default", "github-light-default"],
        styleOverrides: {
          borderRadius: "0.6rem",
          codeFontFamily: "var(--sl-font-mono)",
          codeFontSize: "0.82rem",
          uiFontFamily: "var(--sl-font)",
          frames: { shadowColor: "transparent" },
        },
      },
      sidebar: [
        {
          label: "Start",
          items: [{ label: "Getting started", link: "/getting-started/" }],
        },
        { label: "Guides", items: [{ autogenerate: { directory: "guides" } }] },
        {
          label: "Reference",
          items: [
            { label: "All methods", link: "/reference/" },
            ...documentedProviders.map(({ name, title }) => ({
              label: title,
              link: `/reference/${name}/`,
            })),
            { label: "Runtime and tools", link: "/api/" },
          ],
        },
        {
          label: "Project",
          items: [
            { label: "Changes", link: "/changes/" },
            {
              label: "Contributing",
              collapsed: true,
              items: [{ autogenerate: { directory: "contributing" } }],
            },
            {
              label: "Decisions",
              collapsed: true,
              items: [{ autogenerate: { directory: "decisions" } }],
            },
          ],
        },
      ],
    }),
    contentSecurityPolicy(),
  ],
});

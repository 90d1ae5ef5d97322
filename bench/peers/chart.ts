import type { JudgedSection } from "./section.ts";

const WIDTH = 760;
const MARGIN = 20;
const NAMES = 200;
const VALUES = 70;
const BAR = 16;
const ROW = 22;
const HEADING = 46;

// A ground of its own, as an image is not told how bright the page around it is.
const STYLE = `.ground{fill:#fff}
text{font:12px system-ui,sans-serif;fill:#4b5563}
.title{font-weight:600;font-size:14px;fill:#111827}
.noisy{fill:#b45309}
.ours{fill:#2563eb}
.theirs{fill:#9ca3af}
@media (prefers-color-scheme:dark){
.ground{fill:#111827}
text{fill:#d1d5db}
.title{fill:#f9fafb}
.noisy{fill:#fbbf24}
.ours{fill:#60a5fa}
.theirs{fill:#6b7280}
}`;

/** Draws the charted column of each section as bars; ours stand out, and so does a noisy machine. */
export function drawChart(sections: readonly JudgedSection[]): string {
  let y = MARGIN / 2;
  const parts = sections.flatMap((section) => {
    const { charted, columns, isNoisy } = section;
    const { digits } = columns[charted.column] ?? {};
    const rows = section.rows.map(({ name, figures }) => ({
      name,
      figure: figures[charted.column] ?? 0,
    }));
    const most = Math.max(...rows.map(({ figure }) => figure));
    const top = y;
    y += HEADING + rows.length * ROW;
    const title = `${section.title}: ${charted.unit}, ${charted.better} is better`;
    const noisy = isNoisy ? ' <tspan class="noisy">(noisy machine)</tspan>' : "";
    const left = MARGIN + NAMES;
    return [
      `<text class="title" x="${MARGIN}" y="${top + 30}">${escape(title)}${noisy}</text>`,
      ...rows.flatMap(({ name, figure }, index) => {
        const line = top + HEADING + index * ROW;
        const width = most > 0 ? (Math.max(0, figure) / most) * (WIDTH - left - VALUES) : 0;
        const kind = name.startsWith("parley") ? "ours" : "theirs";
        return [
          `<text x="${left - 8}" y="${line + 13}" text-anchor="end">${escape(name)}</text>`,
          `<rect class="${kind}" x="${left}" y="${line}" width="${width.toFixed(1)}" height="${BAR}" rx="2"/>`,
          `<text x="${(left + width + 6).toFixed(1)}" y="${line + 13}">${figure.toFixed(digits)}</text>`,
        ];
      }),
    ];
  });
  y += MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-label="Parley beside its peers">
<style>
${STYLE}
</style>
<rect class="ground" width="${WIDTH}" height="${y}" rx="8"/>
${parts.join("\n")}
</svg>
`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

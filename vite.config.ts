/** Builds the styles and behaviours of every face into guichet/ui/dist, with the icons they may use. */
import { readFileSync, readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

const ui = resolve(import.meta.dirname, "guichet/ui");
const tabler = resolve(import.meta.dirname, "node_modules/@tabler/icons/tabler-nodes-outline.json");

type IconNode = [tag: string, attributes: Record<string, string>];

/** The inside of one icon, without the frame that `{% icon %}` draws. */
function drawIcon(nodes: IconNode[]): string {
  return nodes
    .map(([tag, attributes]) => {
      const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
      return `<${tag}${written.join("")}/>`;
    })
    .join("");
}

/** Writes dist/icons.json from icons.txt; a name that Tabler does not know stops the build. */
function icons(): Plugin {
  return {
    name: "guichet-icons",
    generateBundle() {
      const names = readFileSync(resolve(ui, "icons.txt"), "utf8").split("\n").filter(Boolean);
      const known = JSON.parse(readFileSync(tabler, "utf8")) as Record<string, IconNode[]>;
      const drawn = Object.fromEntries(
        names.map((name) => {
          const nodes = known[name];
          if (!nodes) this.error(`guichet/ui/icons.txt: Tabler has no outline icon "${name}"`);
          return [name, drawIcon(nodes)];
        }),
      );
      this.emitFile({ type: "asset", fileName: "icons.json", source: JSON.stringify(drawn) });
    },
  };
}

/** Big pictures leave the page: fetched once, kept by the browser, listed in the manifest. */
function pictures(): Plugin {
  const folder = resolve(ui, "drawings/pictures");
  return {
    name: "guichet-pictures",
    generateBundle() {
      for (const file of readdirSync(folder)) {
        this.emitFile({
          type: "asset",
          name: basename(file),
          originalFileName: `guichet/ui/drawings/pictures/${file}`,
          source: readFileSync(resolve(folder, file), "utf8"),
        });
      }
    },
  };
}

export default defineConfig({
  base: "./", // the address of static files is Django's business
  publicDir: false,
  plugins: [icons(), pictures()],
  // Its main file is bundled for every old browser and names no default; this one is half the weight.
  resolve: { alias: { "simple-keyboard": "simple-keyboard/build/index.modern.esm.js" } },
  build: {
    outDir: resolve(ui, "dist"),
    emptyOutDir: true,
    assetsDir: ".",
    assetsInlineLimit: 0, // the policy allows no data: address
    manifest: "manifest.json",
    modulePreload: false,
    target: ["chrome111", "firefox115", "safari16.4"],
    rolldownOptions: {
      input: ["portal.css", "desk.css", "kiosk.css", "gallery.css", "portal.ts", "desk.ts", "kiosk.ts", "signin.ts"].map((entry) =>
        resolve(ui, "entries", entry),
      ),
    },
  },
});

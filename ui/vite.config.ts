/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const messages = paraglideVitePlugin({
  project: here("./project.inlang"),
  outdir: here("./src/lib/paraglide"),
  strategy: ["globalVariable", "baseLocale"],
  isServer: "false",
  disableAsyncLocalStorage: true,
  // One module for each language, so that only the spoken one is loaded.
  outputStructure: "locale-modules",
});

/** Modules that every place uses. */
const atStart = /\/node_modules\/(?:svelte|@tauri-apps|esm-env|clsx)\//;
/** Read before all that is drawn: a module may take a word when it is read. */
const spoken = /\/src\/lib\/language\/|vite\/preload-helper/;
/** What the first picture is drawn with, and other places besides: each of them a file of its own otherwise. */
const drawn = new RegExp(
  [
    "@lucide/svelte/dist/(?:Icon\\.svelte|context|utils/|aliases)",
    "@lucide/svelte/dist/icons/(?:check|chevron-down|circle|circle-check|circle-question-mark|circle-stop|clock|download|ellipsis|eye|plus|search|send|table-2|triangle-alert|wallet|x)\\.",
    "/src/components/shared/(?:Badge|Button|Chip|floating|IconButton|Menu|PlatformMark|Segmented|Skeleton|StateMark|TextInput|Tick|Time|icon|names|radio-keys|state-look|toasts)\\.",
    "/src/components/shell/(?:Logo|PlaceHeader|WorkspaceMark|keys)\\.",
    "/src/app/(?:board|board-list|board-query|imports|router|selection|session|views)\\.",
    "/src/lib/(?:format|ipc)/",
    "/src/lib/test-ids",
  ].join("|"),
);

/** `--mode fake` builds the development entry, in which an in-memory backend answers every command. */
export default defineConfig(({ mode }) => ({
  base: "./",
  root: mode === "fake" ? here("./dev") : here("."),
  plugins: [
    // Tests compile the messages beforehand; the plugin would go on watching them and keep the run open.
    ...(mode === "test" ? [] : [messages]),
    svelte({ configFile: here("./svelte.config.js") }),
  ],
  resolve: {
    alias: {
      "$lib/paraglide/messages": here("./src/lib/language/messages.ts"),
      $lib: here("./src/lib"),
      $app: here("./src/app"),
      $ui: here("./src/components"),
    },
    conditions: mode === "test" ? ["browser"] : undefined,
  },
  clearScreen: false,
  server: { port: 1420, strictPort: true, fs: { allow: [here(".")] } },
  build: {
    target: "safari15",
    outDir: mode === "fake" ? here("./dist-fake") : here("./dist"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // Everything lies on this computer: to fetch scripts ahead costs more, in names, than it gains.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, names) => names.filter((name) => name.endsWith(".css")),
    },
    reportCompressedSize: true,
    rolldownOptions: {
      ...(mode === "fake" && { input: [here("./dev/index.html"), here("./dev/gallery.html")] }),
      // What every start reads is one file: many small ones are larger together.
      output: {
        codeSplitting: {
          groups: [
            { name: "base", test: atStart },
            { name: "spoken", test: spoken },
            { name: "drawn", test: drawn },
          ],
        },
      },
    },
  },
  test: {
    root: here("."),
    environment: "jsdom",
    // No test is about speed, and a machine may do something else besides.
    testTimeout: 60_000,
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: [here("./tests/setup.ts")],
  },
}));

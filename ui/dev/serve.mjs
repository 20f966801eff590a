// The built development entry on a port of its own, with what a browser needs to look at it.
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const ui = fileURLToPath(new URL("..", import.meta.url));
const built = join(ui, "dist-fake");
// The same policy as the window has, so that what it would refuse is seen here.
const policy =
  "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'";
const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};

/** Builds what is drawn with the in-memory backend. */
export function build() {
  execFileSync("npx", ["vite", "build", "--mode", "fake", "--logLevel", "error"], {
    cwd: ui,
    stdio: ["ignore", 2, 2],
  });
}

/** Serves it until it is closed. */
export function serve() {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(built, path === "/" ? "index.html" : path);
    if (path === "/favicon.ico") return response.writeHead(204).end();
    if (!file.startsWith(built) || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-security-policy": policy,
    });
    createReadStream(file).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });

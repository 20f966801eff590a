import { api } from "./api";

/** Opens GEN in the browser: credits are bought there. */
export function openGen(): void {
  void api.openLink("https://gen.pro/").catch(() => undefined);
}

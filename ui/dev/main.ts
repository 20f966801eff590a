import { install } from "./fake-backend";

// The backend must answer before the window asks its first question.
install(new URLSearchParams(location.search).get("scenario") ?? "board");
await import("../src/main");

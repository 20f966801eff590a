import { configure } from "@testing-library/svelte";
import { afterEach } from "vitest";
import { cleanup } from "@testing-library/svelte";

afterEach(() => cleanup());

// What is waited for may take its time on a busy machine.
configure({ asyncUtilTimeout: 30_000 });

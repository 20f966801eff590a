import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import type { ImportRowView } from "$lib/bindings/ImportRowView";
import Leftovers from "./Leftovers.svelte";

it("says each fault of a row on a line of its own", () => {
  const row: ImportRowView = {
    line: 7,
    given: "barrier repair",
    draft: {
      platform: "facebook",
      type: "keyword",
      value: "barrier repair",
      days: null,
      country: null,
      max_results: 500,
      monitoring: null,
      comment_monitoring: null,
    },
    state: "left_out",
    monitor_id: null,
    problem: {
      code: "validation_error",
      message: "",
      fields: [
        { field: "platform", reason: "unknown_platform" },
        { field: "max_results", reason: "out_of_range" },
      ],
    },
  };
  render(Leftovers, { rows: [row], service: "gen" });
  expect(screen.getByText(/^Platform: .*Read as facebook\.$/u)).toBeTruthy();
  expect(screen.getByText(/^How many per check: .*Read as 500\.$/u)).toBeTruthy();
});

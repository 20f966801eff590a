import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Template } from "$lib/bindings/Template";
import { OwnTemplates, type TemplateApi } from "./own-templates.svelte";

const draft = {
  platform: "tiktok",
  type: "hashtag",
  value: "#glow",
  days: 7,
  country: "de",
  max_results: 20,
  monitoring: true,
  comment_monitoring: false,
};
const kept: Template[] = [{ id: 1, name: "Weekly", draft: { ...draft, value: null } }];
let ipc: { [K in keyof TemplateApi]: ReturnType<typeof vi.fn> };
const own = () => new OwnTemplates(ipc as unknown as TemplateApi);

beforeEach(() => {
  ipc = {
    templates: vi.fn(async () => kept),
    addTemplate: vi.fn(async () => kept),
    renameTemplate: vi.fn(async () => kept),
    removeTemplate: vi.fn(async () => []),
  };
});

describe("own templates", () => {
  it("keep the choices and never the target", async () => {
    await own().add("  Weekly ", draft);
    expect(ipc.addTemplate).toHaveBeenCalledWith("Weekly", { ...draft, value: null });
  });

  it("say what is wrong with a name before anything is asked", async () => {
    const templates = own();
    await templates.load();
    expect(templates.wrongName(" ")).not.toBeNull();
    expect(templates.wrongName("Weekly")).not.toBeNull();
    expect(templates.wrongName("Weekly", 1)).toBeNull();
    expect(templates.wrongName("weekly tags")).toBeNull();
  });

  it("stay as they are where something is refused", async () => {
    const templates = own();
    await templates.load();
    ipc.renameTemplate.mockRejectedValueOnce({ code: "name_taken", message: "" });
    expect(await templates.rename(1, "Other")).toBe(false);
    expect(templates.problem?.code).toBe("name_taken");
    expect(templates.all).toEqual(kept);
    expect(await templates.remove(1)).toBe(true);
    expect(templates.all).toEqual([]);
  });

  it("do not stand in the way of the form where they cannot be read", async () => {
    ipc.templates.mockRejectedValueOnce({ code: "store_damaged", message: "" });
    const templates = own();
    expect(await templates.load()).toBe(false);
    expect(templates.all).toEqual([]);
  });
});

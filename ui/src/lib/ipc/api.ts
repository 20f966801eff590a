import { invoke } from "@tauri-apps/api/core";
import type { JobId } from "$lib/bindings/JobId";
import type { Cadence } from "$lib/bindings/Cadence";
import type { BulkName } from "$lib/bindings/BulkName";
import type { ActivityPage } from "$lib/bindings/ActivityPage";
import type { AgentId } from "$lib/bindings/AgentId";
import type { BoardPage } from "$lib/bindings/BoardPage";
import type { BoardQuery } from "$lib/bindings/BoardQuery";
import type { BoardView } from "$lib/bindings/BoardView";
import type { BulkId } from "$lib/bindings/BulkId";
import type { BulkItem } from "$lib/bindings/BulkItem";
import type { BulkOutcome } from "$lib/bindings/BulkOutcome";
import type { BulkQuote } from "$lib/bindings/BulkQuote";
import type { BulkWork } from "$lib/bindings/BulkWork";
import type { ConnectGen } from "$lib/bindings/ConnectGen";
import type { CopiesView } from "$lib/bindings/CopiesView";
import type { CopyPreview } from "$lib/bindings/CopyPreview";
import type { CountryEntry } from "$lib/bindings/CountryEntry";
import type { CreatorChoice } from "$lib/bindings/CreatorChoice";
import type { FilterChoices } from "$lib/bindings/FilterChoices";
import type { Forgotten } from "$lib/bindings/Forgotten";
import type { ImportId } from "$lib/bindings/ImportId";
import type { ImportRowView } from "$lib/bindings/ImportRowView";
import type { ImportView } from "$lib/bindings/ImportView";
import type { Insights } from "$lib/bindings/Insights";
import type { InsightsQuery } from "$lib/bindings/InsightsQuery";
import type { IntentId } from "$lib/bindings/IntentId";
import type { KeyTest } from "$lib/bindings/KeyTest";
import type { ListCheck } from "$lib/bindings/ListCheck";
import type { ListChoice } from "$lib/bindings/ListChoice";
import type { ListView } from "$lib/bindings/ListView";
import type { Money } from "$lib/bindings/Money";
import type { MonitorCard } from "$lib/bindings/MonitorCard";
import type { MonitorDetail } from "$lib/bindings/MonitorDetail";
import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import type { MonitorId } from "$lib/bindings/MonitorId";
import type { NotificationTest } from "$lib/bindings/NotificationTest";
import type { Platform } from "$lib/bindings/Platform";
import type { PostDetail } from "$lib/bindings/PostDetail";
import type { PostExportForm } from "$lib/bindings/PostExportForm";
import type { PostFileForm } from "$lib/bindings/PostFileForm";
import type { PostFileLook } from "$lib/bindings/PostFileLook";
import type { PostFilter } from "$lib/bindings/PostFilter";
import type { PostPage } from "$lib/bindings/PostPage";
import type { PostQuery } from "$lib/bindings/PostQuery";
import type { PostSort } from "$lib/bindings/PostSort";
import type { Preview } from "$lib/bindings/Preview";
import type { RowGroup } from "$lib/bindings/RowGroup";
import type { SaveView } from "$lib/bindings/SaveView";
import type { Settings } from "$lib/bindings/Settings";
import type { Settle } from "$lib/bindings/Settle";
import type { SourceKeyTest } from "$lib/bindings/SourceKeyTest";
import type { SourceName } from "$lib/bindings/SourceName";
import type { SourcesView } from "$lib/bindings/SourcesView";
import type { SpendingQuery } from "$lib/bindings/SpendingQuery";
import type { SpendingView } from "$lib/bindings/SpendingView";
import type { StartImport } from "$lib/bindings/StartImport";
import type { StartView } from "$lib/bindings/StartView";
import type { TargetKind } from "$lib/bindings/TargetKind";
import type { Template } from "$lib/bindings/Template";
import type { TemplateId } from "$lib/bindings/TemplateId";
import type { ViewId } from "$lib/bindings/ViewId";
import type { WorkspaceEdit } from "$lib/bindings/WorkspaceEdit";
import type { WorkspaceId } from "$lib/bindings/WorkspaceId";
import type { WorkspaceView } from "$lib/bindings/WorkspaceView";
import { asProblem } from "./problem";

/** A practice target that fails on purpose, and what it shows. */
export type PracticeTarget = { platform: Platform; type: TargetKind; value: string; why: string };

/** A file of posts that was written. */
export type ExportedPosts = { file_name: string; posts: number };

async function call<T>(name: string, args?: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(name, args);
  } catch (refusal) {
    throw asProblem(refusal);
  }
}

/** Every command of the host. Each rejects with a `Problem`, never with anything else. */
export const api = {
  startView: () => call<StartView>("start_view"),
  countries: () => call<CountryEntry[]>("countries"),
  copies: () => call<CopiesView>("copies"),
  saveCopy: () => call<string | null>("save_copy"),
  chooseCopy: () => call<CopyPreview | null>("choose_copy"),
  lookIntoCopy: (name: string) => call<CopyPreview>("look_into_copy", { name }),
  restoreCopy: () => call<CopiesView>("restore_copy"),
  unstageCopy: () => call<CopiesView>("unstage_copy"),
  restart: () => call<null>("restart"),
  saveSettings: (settings: Settings) => call<Settings>("save_settings", { settings }),

  workspaces: () => call<WorkspaceView[]>("workspaces"),
  openPractice: () => call<WorkspaceView>("open_practice"),
  openThisComputer: () => call<WorkspaceView>("open_this_computer"),
  testKey: (key: string, agentId: AgentId | null, baseUrl: string | null) =>
    call<KeyTest>("test_key", { key, agentId, baseUrl }),
  connectGen: (request: ConnectGen) => call<WorkspaceView>("connect_gen", { request }),
  replaceKey: (workspaceId: WorkspaceId, key: string, thisRunOnly: boolean) =>
    call<WorkspaceView>("replace_key", { workspaceId, key, thisRunOnly }),
  removeKey: (workspaceId: WorkspaceId) => call<WorkspaceView>("remove_key", { workspaceId }),
  testStoredKey: (workspaceId: WorkspaceId) => call<KeyTest>("test_stored_key", { workspaceId }),
  editWorkspace: (workspaceId: WorkspaceId, edit: WorkspaceEdit) =>
    call<WorkspaceView>("edit_workspace", { workspaceId, edit }),
  removeWorkspace: (workspaceId: WorkspaceId) => call<null>("remove_workspace", { workspaceId }),

  sources: () => call<SourcesView>("sources"),
  testSourceKey: (source: SourceName) => call<SourceKeyTest>("test_source_key", { source }),
  keepSourceKey: (source: SourceName, key: string, thisRunOnly: boolean) =>
    call<SourcesView>("keep_source_key", { source, key, thisRunOnly }),
  removeSourceKey: (source: SourceName) => call<SourcesView>("remove_source_key", { source }),
  chooseSource: (platform: Platform, source: SourceName | null) =>
    call<SourcesView>("choose_source", { platform, source }),

  newIntent: () => call<IntentId>("new_intent"),
  preview: (
    workspaceId: WorkspaceId,
    draft: MonitorDraft,
    editing: MonitorId | null = null,
    cadence: Cadence | null = null,
  ) => call<Preview>("preview", { workspaceId, draft, editing, cadence }),
  createMonitor: (
    workspaceId: WorkspaceId,
    draft: MonitorDraft,
    intentId: IntentId,
    tags: string[] = [],
    retryOf: MonitorId | null = null,
  ) => call<MonitorCard>("create_monitor", { workspaceId, draft, intentId, tags, retryOf }),

  templates: () => call<Template[]>("templates"),
  addTemplate: (name: string, draft: MonitorDraft) => call<Template[]>("add_template", { name, draft }),
  renameTemplate: (templateId: TemplateId, name: string) =>
    call<Template[]>("rename_template", { templateId, name }),
  removeTemplate: (templateId: TemplateId) => call<Template[]>("remove_template", { templateId }),

  pickList: () => call<ListView | null>("pick_list"),
  pasteList: (text: string) => call<ListView>("paste_list", { text }),
  checkList: (
    workspaceId: WorkspaceId,
    list: IntentId,
    choice: ListChoice,
    group: RowGroup | null,
    offset: number,
    limit: number,
  ) => call<ListCheck>("check_list", { workspaceId, list, choice, group, offset, limit }),
  startImport: (start: StartImport) => call<ImportView>("start_import", { start }),
  imports: () => call<ImportView[]>("imports"),
  importLeftovers: (importId: ImportId, limit: number) =>
    call<ImportRowView[]>("import_leftovers", { importId, limit }),
  stopImport: (importId: ImportId) => call<ImportView>("stop_import", { importId }),
  continueImport: (importId: ImportId) => call<ImportView>("continue_import", { importId }),
  retryImport: (importId: ImportId) => call<ImportView>("retry_import", { importId }),
  removeImport: (importId: ImportId) => call<null>("remove_import", { importId }),
  exportImport: (importId: ImportId) => call<number | null>("export_import", { importId }),

  board: (query: BoardQuery) => call<BoardPage>("board", { query }),
  boardIds: (query: BoardQuery) => call<MonitorId[]>("board_ids", { query }),
  views: () => call<BoardView[]>("views"),
  saveView: (view: SaveView) => call<BoardView[]>("save_view", { view }),
  removeView: (viewId: ViewId) => call<BoardView[]>("remove_view", { viewId }),
  quoteBulk: (monitors: MonitorId[], work: BulkWork) => call<BulkQuote>("quote_bulk", { monitors, work }),
  runBulk: (id: BulkId, work: BulkWork, items: BulkItem[], agreed: Money) =>
    call<BulkOutcome>("run_bulk", { id, work, items, agreed }),
  endBulk: (id: BulkId) => call<null>("end_bulk", { id }),
  tagMonitors: (monitors: MonitorId[], add: string[], remove: string[]) =>
    call<null>("tag_monitors", { monitors, add, remove }),
  monitor: (monitorId: MonitorId) => call<MonitorDetail>("monitor", { monitorId }),
  updateMonitor: (monitorId: MonitorId, draft: MonitorDraft) =>
    call<MonitorDetail>("update_monitor", { monitorId, draft }),
  stopMonitor: (monitorId: MonitorId) => call<MonitorDetail>("stop_monitor", { monitorId }),
  settle: (monitorId: MonitorId, settle: Settle) => call<MonitorDetail>("settle", { monitorId, settle }),
  lookNow: (monitorId: MonitorId) => call<MonitorDetail>("look_now", { monitorId }),
  tagMonitor: (monitorId: MonitorId, tags: string[]) => call<MonitorCard>("tag_monitor", { monitorId, tags }),
  cadence: (monitorId: MonitorId) => call<Cadence | null>("cadence", { monitorId }),
  setCadence: (monitorId: MonitorId, cadence: Cadence | null) =>
    call<Cadence | null>("set_cadence", { monitorId, cadence }),
  removeMonitor: (monitorId: MonitorId, withPosts: boolean) =>
    call<null>("remove_monitor", { monitorId, withPosts }),

  posts: (workspaceId: WorkspaceId, monitorId: MonitorId | null, query: PostQuery) =>
    call<PostPage>("posts", { workspaceId, monitorId, query }),
  postChoices: (workspaceId: WorkspaceId) => call<FilterChoices>("post_choices", { workspaceId }),
  postCreators: (workspaceId: WorkspaceId, typed: string) =>
    call<CreatorChoice[]>("post_creators", { workspaceId, typed }),
  post: (workspaceId: WorkspaceId, postId: number) => call<PostDetail>("post", { workspaceId, postId }),
  insights: (workspaceId: WorkspaceId, query: InsightsQuery) =>
    call<Insights>("insights", { workspaceId, query }),
  forgetCreator: (workspaceId: WorkspaceId, creatorId: number) =>
    call<Forgotten>("forget_creator", { workspaceId, creatorId }),
  monitorsOfJobs: (workspaceId: WorkspaceId, jobs: JobId[]) =>
    call<BulkName[]>("monitors_of_jobs", { workspaceId, jobs }),
  choosePostFile: () => call<PostFileLook | null>("choose_post_file"),
  bringPosts: (
    workspaceId: WorkspaceId,
    form: PostFileForm,
    mapping: Record<string, number>,
    platform: Platform | null,
  ) => call<null>("bring_posts", { workspaceId, form, mapping, platform }),
  cancelPostFile: () => call<null>("cancel_post_file"),
  exportPosts: (
    workspaceId: WorkspaceId,
    monitorId: MonitorId | null,
    filter: PostFilter,
    sort: PostSort,
    form: PostExportForm,
  ) => call<ExportedPosts | null>("export_posts", { workspaceId, monitorId, filter, sort, form }),

  activity: (workspaceId: WorkspaceId | null, before: number | null, limit: number) =>
    call<ActivityPage>("activity", { workspaceId, before, limit }),
  markActivityRead: (upTo: number) => call<number>("mark_activity_read", { upTo }),
  spending: (query: SpendingQuery) => call<SpendingView>("spending", { query }),
  testNotification: () => call<NotificationTest>("test_notification"),
  diagnostics: () => call<string>("diagnostics"),
  openLink: (url: string) => call<null>("open_link", { url }),
  answerClosing: (keep: boolean) => call<null>("answer_closing", { keep }),
  stayOpen: () => call<null>("stay_open"),
  quit: () => call<null>("quit"),
  practiceTargets: () => call<PracticeTarget[]>("practice_targets"),
};

//! What the window may ask for: one file for each domain, a few lines for each command.

mod app;
mod board;
mod bulk;
mod copies;
mod files;
mod lists;
mod monitors;
mod posts;
mod sources;
mod spending;
mod templates;
mod workspaces;

pub(crate) use lists::dropped;
use tauri::Wry;
use tauri::ipc::Invoke;

/// The commands, as the build script names them.
pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        app::start_view,
        app::countries,
        app::save_settings,
        app::test_notification,
        app::diagnostics,
        app::open_link,
        app::practice_targets,
        sources::sources,
        sources::test_source_key,
        sources::keep_source_key,
        sources::remove_source_key,
        sources::choose_source,
        app::answer_closing,
        app::stay_open,
        app::quit,
        copies::copies,
        copies::save_copy,
        copies::choose_copy,
        copies::look_into_copy,
        copies::restore_copy,
        copies::unstage_copy,
        copies::restart,
        workspaces::workspaces,
        workspaces::open_practice,
        workspaces::open_this_computer,
        workspaces::test_key,
        workspaces::connect_gen,
        workspaces::replace_key,
        workspaces::remove_key,
        workspaces::test_stored_key,
        workspaces::edit_workspace,
        workspaces::remove_workspace,
        monitors::new_intent,
        monitors::preview,
        monitors::create_monitor,
        monitors::monitor,
        monitors::update_monitor,
        monitors::stop_monitor,
        monitors::settle,
        monitors::look_now,
        monitors::tag_monitor,
        monitors::cadence,
        monitors::set_cadence,
        monitors::monitors_of_jobs,
        monitors::remove_monitor,
        lists::pick_list,
        lists::paste_list,
        lists::check_list,
        lists::start_import,
        lists::imports,
        lists::import_leftovers,
        lists::stop_import,
        lists::continue_import,
        lists::retry_import,
        lists::remove_import,
        lists::export_import,
        templates::templates,
        templates::add_template,
        templates::rename_template,
        templates::remove_template,
        posts::posts,
        posts::post_choices,
        posts::post_creators,
        posts::post,
        posts::insights,
        posts::forget_creator,
        files::choose_post_file,
        files::bring_posts,
        files::cancel_post_file,
        files::export_posts,
        board::board,
        board::board_ids,
        board::views,
        board::save_view,
        board::remove_view,
        bulk::quote_bulk,
        bulk::run_bulk,
        bulk::end_bulk,
        bulk::tag_monitors,
        board::activity,
        board::mark_activity_read,
        spending::spending,
    ]
}

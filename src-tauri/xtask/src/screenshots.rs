//! Pictures of every place, in every theme, size and language, with axe on each: what a person will see,
//! drawn with the in-memory backend of `ui/dev`.

use std::process::ExitCode;

use clap::Args;

use crate::repo::Repo;
use crate::setup::{self, For};
use crate::step::Trouble;

#[derive(Args)]
pub(crate) struct Options {
    /// Only places whose name begins with one of these, such as `board`; all where none is named.
    places: Vec<String>,
    /// The pictures of the README instead, drawn anew into `.github/pictures`.
    #[arg(long, conflicts_with_all = ["places", "locales", "out"])]
    readme: bool,
    /// Languages, separated by commas; `rtl` is English read from the right.
    #[arg(long, default_value = "en,de,rtl")]
    locales: String,
    /// Where the pictures and `report.json` go; `target/screenshots` where it is not given.
    #[arg(long)]
    out: Option<String>,
}

/// Fails where any picture has an axe violation or an error on the console.
pub(crate) fn screenshots(repo: &Repo, options: &Options) -> Result<ExitCode, Trouble> {
    setup::setup(repo, For::Pictures)?;
    if options.readme {
        repo.ui_step("npm run pictures").run()?;
        return Ok(ExitCode::SUCCESS);
    }
    let out = match &options.out {
        Some(out) => std::path::absolute(out)?,
        None => repo.target().join("screenshots"),
    };
    repo.ui_step("npm run shots --")
        .arguments(options.places.iter().map(String::as_str))
        .env("SHOTS_DIR", &out)
        .env("SHOTS_LOCALES", &options.locales)
        .env("SHOTS_LARGE", "1")
        .run()?;
    println!("\nThe pictures are in {}", out.display());
    Ok(ExitCode::SUCCESS)
}

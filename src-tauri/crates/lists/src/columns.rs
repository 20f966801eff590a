//! What the columns of a list mean.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Table, cells, understand};

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Role {
    /// What is followed: a link, `@name`, `#tag` or words.
    Target,
    /// TikTok, Instagram or YouTube.
    Platform,
    /// Account, hashtag or keyword.
    Type,
    /// How far back.
    Days,
    /// Two letters or a name.
    Country,
    /// How many posts for each check.
    MaxResults,
    /// Once or ongoing.
    Monitoring,
    /// Whether comments are collected.
    Comments,
    /// The person's tags.
    Tags,
    /// Not used.
    Ignore,
}

/// Headings by which a column is known, in the languages of the app, without blanks and signs.
const HEADINGS: [(Role, &[&str]); 9] = [
    (
        Role::Target,
        &[
            "target",
            "link",
            "links",
            "url",
            "profile",
            "profileurl",
            "profilelink",
            "account",
            "accounts",
            "username",
            "user",
            "handle",
            "name",
            "hashtag",
            "hashtags",
            "keyword",
            "keywords",
            "value",
            "creator",
            "channel",
            "search",
            "term",
            "competitor",
            "brand",
            "influencer",
            "whattofollow",
            "ziel",
            "konto",
            "profil",
            "kanal",
            "stichwort",
            "suchbegriff",
            "nutzername",
            "benutzername",
            "wettbewerber",
            "marke",
            "objetivo",
            "enlace",
            "cuenta",
            "perfil",
            "canal",
            "usuario",
            "palabraclave",
            "creador",
            "competidor",
            "marca",
            "対象",
            "リンク",
            "アカウント",
            "ユーザー名",
            "ハッシュタグ",
            "キーワード",
            "チャンネル",
            "プロフィール",
            "競合",
        ],
    ),
    (
        Role::Platform,
        &[
            "platform",
            "network",
            "site",
            "socialnetwork",
            "plattform",
            "netzwerk",
            "plataforma",
            "red",
            "redsocial",
            "プラットフォーム",
            "媒体",
        ],
    ),
    (
        Role::Type,
        &["type", "kind", "art", "typ", "tipo", "種類", "タイプ"],
    ),
    (
        Role::Days,
        &[
            "days",
            "period",
            "lookback",
            "postsfrom",
            "tage",
            "zeitraum",
            "días",
            "dias",
            "periodo",
            "período",
            "日数",
            "期間",
        ],
    ),
    (
        Role::Country,
        &[
            "country",
            "countrycode",
            "region",
            "land",
            "país",
            "pais",
            "国",
            "地域",
        ],
    ),
    (
        Role::MaxResults,
        &[
            "maxresults",
            "posts",
            "count",
            "howmany",
            "howmanypercheck",
            "limit",
            "max",
            "number",
            "anzahl",
            "beiträge",
            "cantidad",
            "publicaciones",
            "件数",
            "投稿数",
        ],
    ),
    (
        Role::Monitoring,
        &[
            "monitoring",
            "ongoing",
            "often",
            "howoften",
            "frequency",
            "laufend",
            "fortlaufend",
            "wieoft",
            "häufigkeit",
            "continuo",
            "frecuencia",
            "継続",
            "頻度",
        ],
    ),
    (
        Role::Comments,
        &[
            "comments",
            "commentmonitoring",
            "withcomments",
            "kommentare",
            "comentarios",
            "コメント",
        ],
    ),
    (
        Role::Tags,
        &[
            "tags",
            "tag",
            "labels",
            "label",
            "group",
            "schlagwörter",
            "schlagworte",
            "etiquetas",
            "タグ",
            "ラベル",
        ],
    ),
];

/// Rows by which a column's content is told.
const LOOKED_AT: usize = 200;

/// What a heading names.
fn named(heading: &str) -> Option<Role> {
    let plain: String = heading.chars().filter(|c| c.is_alphanumeric()).collect();
    let plain = plain.to_lowercase();
    let knows = |(_, names): &&(Role, &[&str])| names.contains(&plain.as_str());
    HEADINGS.iter().find(knows).map(|(role, _)| *role)
}

/// Whether a row is a heading: it names a column, and none of its cells is a target itself.
pub(crate) fn is_heading(cells: &[String]) -> bool {
    cells.iter().any(|cell| named(cell).is_some()) && !cells.iter().any(|cell| begins_like_target(cell))
}

/// Whether a text is a target by its looks: a sign with something after it, or a link.
pub(crate) fn begins_like_target(text: &str) -> bool {
    let signed = text.starts_with(['@', '#', '＠', '＃']) && text.chars().count() > 1;
    signed || understand(text, None).platform.is_some()
}

/// What the columns of a table probably mean: by their headings, then by what they hold. Each meaning
/// is given to one column.
pub fn guess_roles(table: &Table) -> Vec<Role> {
    let width = table.width();
    let mut roles = vec![Role::Ignore; width];
    if let Some(first) = table.lines.first().filter(|_| table.headed) {
        let headings = first.cells.iter().map(|heading| named(heading));
        for (column, role) in headings.enumerate() {
            roles[column] = role.unwrap_or(Role::Ignore);
        }
    }
    let target = best(table, &roles, Role::Target, begins_like_target).unwrap_or(0);
    keep_one(&mut roles, Role::Target, target);
    if !roles.contains(&Role::Platform) {
        let names_platform = |text: &str| cells::platform(text).is_some();
        if let Some(column) = best(table, &roles, Role::Platform, names_platform) {
            roles[column] = Role::Platform;
        }
    }
    for (role, _) in HEADINGS {
        if let Some(first) = roles.iter().position(|found| *found == role) {
            keep_one(&mut roles, role, first);
        }
    }
    roles
}

/// The column of which the most cells fit; columns that are headed so first. None where none fits.
fn best(table: &Table, roles: &[Role], role: Role, fits: impl Fn(&str) -> bool) -> Option<usize> {
    let headed = roles.iter().filter(|found| **found == role).count();
    let open = |column: &usize| match headed {
        0 => roles[*column] == Role::Ignore,
        _ => roles[*column] == role,
    };
    let score = |column: usize| {
        let body = table.body(table.headed).iter().take(LOOKED_AT);
        body.filter(|line| line.cells.get(column).is_some_and(|cell| fits(cell)))
            .count()
    };
    let scored = (0..roles.len())
        .filter(open)
        .map(|column| (score(column), column));
    // Of equals the first: lists begin with what matters.
    let (fitting, column) = scored.max_by_key(|(fitting, column)| (*fitting, usize::MAX - column))?;
    (fitting > 0 || headed > 0).then_some(column)
}

fn keep_one(roles: &mut [Role], role: Role, column: usize) {
    for (index, found) in roles.iter_mut().enumerate() {
        if index == column {
            *found = role;
        } else if *found == role {
            *found = Role::Ignore;
        }
    }
}

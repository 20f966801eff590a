//! A filter as a part of SQL: which posts of an agent it lets through.

use contract::AgentId;
use rusqlite::types::Value;

use super::PostFilter;
use crate::{fold, place};

/// Matches are counted up to here; past it the window says "more than".
const COUNT_MAX: u32 = 10_000;
/// As above, for a search, which is asked at each letter: to walk its matches takes most of its time.
pub(super) const SEARCH_COUNT_MAX: u32 = 100;

/// A part of SQL with its values.
#[derive(Debug, Clone)]
pub(super) struct Filtered {
    from: &'static str,
    pub(super) conditions: Vec<String>,
    pub(super) values: Vec<Value>,
}

impl Filtered {
    /// The posts of an agent that a filter lets through; none where it can let nothing through.
    pub(super) fn of(agent: &AgentId, filter: &PostFilter) -> Option<Self> {
        // A creator's posts are few: they are found by the creator, and not among all that the agent has.
        let own = match filter.creator {
            Some(_) => "+posts.agent_id = ?",
            None => "posts.agent_id = ?",
        };
        let mut part = Self {
            from: "posts",
            conditions: vec![own.to_owned()],
            values: vec![agent.as_str().to_owned().into()],
        };
        part.searching(filter)?;
        part.narrowed(filter);
        Some(part)
    }

    pub(super) fn and(&mut self, condition: impl Into<String>, value: impl Into<Value>) {
        self.conditions.push(condition.into());
        self.values.push(value.into());
    }

    /// None where something was typed that no text can hold.
    fn searching(&mut self, filter: &PostFilter) -> Option<()> {
        if filter.search.trim().is_empty() {
            return Some(());
        }
        let matching = fold::query(&filter.search)?;
        if filter.in_comments {
            self.and(
                "posts.id IN (SELECT comments.post_id FROM comment_search
                 CROSS JOIN comments ON comments.id = comment_search.rowid WHERE comment_search MATCH ?)",
                matching,
            );
        } else {
            // The index is walked in the order of places, and the posts are looked up along the way.
            self.from = "post_search CROSS JOIN posts ON posts.place = post_search.rowid";
            self.and("post_search MATCH ?", matching);
        }
        Some(())
    }

    fn narrowed(&mut self, filter: &PostFilter) {
        self.one_of(
            "posts.platform",
            filter.platforms.iter().map(|one| one.as_str().to_owned()),
        );
        self.one_of(
            "posts.media",
            filter.media.iter().map(|one| one.as_str().to_owned()),
        );
        self.one_of("posts.language", filter.languages.iter().cloned());
        self.one_of("posts.country", filter.countries.iter().map(ToString::to_string));
        if let Some(from) = filter.from {
            self.and(format!("{} >= ?", self.place()), place::start_of(from));
        }
        if let Some(until) = filter.until {
            self.and(format!("{} < ?", self.place()), place::start_of(until));
        }
        if let Some(creator) = filter.creator {
            self.and("posts.creator_id = ?", creator);
        }
        if let Some(outlier) = filter.outlier_min {
            self.and("posts.outlier >= ?", i64::from(outlier));
        }
        if let Some(job) = &filter.job {
            self.conditions.push(
                "posts.id IN (SELECT post_id FROM job_posts WHERE agent_id = ? AND job_id = ?)".to_owned(),
            );
            self.values.push(self.values[0].clone());
            self.values.push(job.as_str().to_owned().into());
        }
    }

    fn one_of(&mut self, column: &str, values: impl Iterator<Item = String>) {
        let values: Vec<Value> = values.map(Value::from).collect();
        if values.is_empty() {
            return;
        }
        let marks = vec!["?"; values.len()].join(", ");
        self.conditions.push(format!("{column} IN ({marks})"));
        self.values.extend(values);
    }

    /// The place as the index that is walked names it.
    pub(super) fn place(&self) -> &'static str {
        if self.is_search() {
            "post_search.rowid"
        } else {
            "posts.place"
        }
    }

    /// What is searched for, where nothing else narrows it.
    pub(super) fn search_alone(&self) -> Option<&[Value]> {
        let alone = self.is_search() && self.conditions.len() == 2;
        self.values.get(1..2).filter(|_| alone)
    }

    /// Matches are counted up to here.
    pub(super) fn count_max(&self) -> u32 {
        if self.is_search() {
            SEARCH_COUNT_MAX
        } else {
            COUNT_MAX
        }
    }

    pub(super) fn is_search(&self) -> bool {
        self.from != "posts"
    }

    pub(super) fn sql(&self, columns: &str, rest: &str) -> String {
        let (from, conditions) = (self.from, self.conditions.join(" AND "));
        format!("SELECT {columns} FROM {from} WHERE {conditions} {rest}")
    }
}

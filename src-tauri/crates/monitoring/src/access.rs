//! Which client speaks for which workspace.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use gen_client::{BaseUrl, ClientOptions, GenClient};
use keychain::{ApiKey, KeyRef, Keychain};
use store::{Problem, ProblemCode, Service, WorkspaceId, WorkspaceRow};

use crate::problems;

/// Where the service on this computer listens, and its key for this run.
#[derive(Debug, Clone)]
pub struct LocalEndpoint {
    /// `http://127.0.0.1:PORT`.
    pub base_url: BaseUrl,
    /// Made anew at every start.
    pub key: Arc<ApiKey>,
}

/// The clients in use, one for each workspace.
#[derive(Debug)]
pub(crate) struct Access {
    keychain: Arc<Keychain>,
    local: RwLock<Option<LocalEndpoint>>,
    clients: Mutex<HashMap<WorkspaceId, Arc<GenClient>>>,
    options: ClientOptions,
    /// Grows whenever a workspace may be spoken to in another way than before.
    generations: Mutex<HashMap<WorkspaceId, u64>>,
    /// Grows with every new address of this computer's service.
    moves: AtomicU64,
}

impl Access {
    pub(crate) fn new(keychain: Arc<Keychain>, options: ClientOptions) -> Self {
        Self {
            keychain,
            local: RwLock::new(None),
            clients: Mutex::new(HashMap::new()),
            options,
            generations: Mutex::default(),
            moves: AtomicU64::new(0),
        }
    }

    /// Says where the service on this computer listens now.
    pub(crate) fn set_local(&self, endpoint: LocalEndpoint) {
        *self.local.write().unwrap_or_else(PoisonError::into_inner) = Some(endpoint);
        self.moves.fetch_add(1, Ordering::SeqCst);
        self.clients().clear();
    }

    /// Forgets a workspace's client, after its key or address changed.
    pub(crate) fn forget(&self, workspace: WorkspaceId) {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        *generations.entry(workspace).or_default() += 1;
        self.clients().remove(&workspace);
    }

    /// A number that changes with a workspace's key and address: what was asked under another one says
    /// nothing of this one.
    pub(crate) fn generation(&self, workspace: WorkspaceId) -> u64 {
        let generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        let own = generations.get(&workspace).copied().unwrap_or(0);
        own.wrapping_add(self.moves.load(Ordering::SeqCst))
    }

    /// The client that a workspace has, without blocking; none before the first that was made.
    pub(crate) fn made(&self, workspace: WorkspaceId) -> Option<Arc<GenClient>> {
        self.clients().get(&workspace).cloned()
    }

    /// The client of a workspace. Blocks, at worst as long as the keychain's question stands open.
    pub(crate) fn client(&self, workspace: &WorkspaceRow) -> Result<Arc<GenClient>, Problem> {
        if let Some(client) = self.made(workspace.id) {
            return Ok(client);
        }
        let client = Arc::new(self.unkept(workspace)?);
        self.clients().insert(workspace.id, Arc::clone(&client));
        Ok(client)
    }

    /// A client of a workspace as it is given here, which need not be as it is recorded. Blocks as above.
    pub(crate) fn unkept(&self, workspace: &WorkspaceRow) -> Result<GenClient, Problem> {
        let (base, key) = self.endpoint(workspace)?;
        self.build(base, key)
    }

    /// A client that is used once, such as for testing a key.
    pub(crate) fn build(&self, base: BaseUrl, key: Arc<ApiKey>) -> Result<GenClient, Problem> {
        GenClient::new(base, key, self.options.clone()).map_err(problems::internal)
    }

    fn endpoint(&self, workspace: &WorkspaceRow) -> Result<(BaseUrl, Arc<ApiKey>), Problem> {
        if workspace.service != Service::Gen {
            let local = self.local.read().unwrap_or_else(PoisonError::into_inner).clone();
            let down = || {
                Problem::of(
                    ProblemCode::LocalServiceDown,
                    "the service on this computer is not running",
                )
            };
            return local.map(|local| (local.base_url, local.key)).ok_or_else(down);
        }
        Ok((base_url(workspace.base_url.as_deref())?, self.key(workspace)?))
    }

    fn key(&self, workspace: &WorkspaceRow) -> Result<Arc<ApiKey>, Problem> {
        let missing = || Problem::of(ProblemCode::KeyMissing, "this workspace has no key");
        let name = workspace
            .key_ref
            .as_deref()
            .and_then(|name| KeyRef::parse(name).ok())
            .ok_or_else(missing)?;
        self.keychain
            .get(&name)
            .map_err(|error| problems::of_keychain(&error))?
            .ok_or_else(missing)
    }

    fn clients(&self) -> MutexGuard<'_, HashMap<WorkspaceId, Arc<GenClient>>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address that was given, or the hosted service's.
pub(crate) fn base_url(given: Option<&str>) -> Result<BaseUrl, Problem> {
    match given.map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(BaseUrl::hosted()),
        Some(text) => BaseUrl::parse(text).map_err(|error| problems::of_address(&error)),
    }
}

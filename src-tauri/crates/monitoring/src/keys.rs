//! Keys: tested, kept, replaced, removed. What leaves here is at most the last four characters.

use std::sync::Arc;

use contract::AgentId;
use gen_client::{GenClient, Probe};
use keychain::{ApiKey, Keep, KeyInfo, KeyRef};
use store::{IntentId, NewWorkspace, Problem, ProblemCode, Service, WorkspaceId, WorkspaceRow};

use crate::access::base_url;
use crate::view::{AgentCheck, AgentView, ConnectGen, KeyTest, WorkspaceView};
use crate::workspaces::key_ref;
use crate::{Monitoring, problems};

impl Monitoring {
    /// Tests a key as typed: whether the service takes it, which agents it reaches where the service
    /// lists them, and whether it reaches the agent that was named. Starts and charges nothing.
    ///
    /// # Errors
    /// The key, agent or address is not one; the service refuses the key or does not answer.
    pub async fn test_key(
        &self,
        key: String,
        agent: Option<String>,
        address: Option<String>,
    ) -> Result<KeyTest, Problem> {
        let key = ApiKey::parse(&key).map_err(problems::of_key)?;
        let client = self
            .access()
            .build(base_url(address.as_deref())?, Arc::new(key))?;
        let agent = agent
            .filter(|text| !text.trim().is_empty())
            .map(|text| read_agent(&text))
            .transpose()?;
        test(&client, agent.as_ref()).await
    }

    /// Tests the key that a workspace has.
    ///
    /// # Errors
    /// As for [`Self::test_key`], and the keychain's.
    pub async fn test_stored_key(&self, id: WorkspaceId) -> Result<KeyTest, Problem> {
        let row = self.workspace_row(id).await?;
        let client = self.client(&row).await?;
        let found = test(&client, Some(&row.agent_id)).await?;
        self.service_answered(id).await?;
        Ok(found)
    }

    /// Tests a key, keeps it, and adds its workspace. The same agent at the same address is not added
    /// twice: it gets the key.
    ///
    /// # Errors
    /// As for [`Self::test_key`], and the keychain's; then nothing is kept.
    pub async fn connect_gen(&self, request: ConnectGen) -> Result<WorkspaceView, Problem> {
        let agent = read_agent(&request.agent_id)?;
        let address = base_url(request.base_url.as_deref())?;
        let tested = self
            .test_key(
                request.key.clone(),
                Some(request.agent_id.clone()),
                request.base_url.clone(),
            )
            .await?;
        let typed = request
            .base_url
            .filter(|text| !text.trim().is_empty())
            .map(|_| address.to_string());
        let keep = if request.this_run_only {
            Keep::ThisRunOnly
        } else {
            Keep::Stored
        };
        let twin = self
            .workspace_rows()
            .await?
            .into_iter()
            .find(|row| row.service == Service::Gen && row.agent_id == agent && row.base_url == typed);
        if let Some(row) = twin {
            return self.replace_key(row.id, request.key, request.this_run_only).await;
        }
        let name = workspace_name(&request.name, &agent, &tested);
        let key = ApiKey::parse(&request.key).map_err(problems::of_key)?;
        let kept_as = key_ref(&format!("gen-{}", IntentId::random()))?;
        self.keep_key(kept_as.clone(), key, keep).await?;
        let key_ref = Some(kept_as.as_str().to_owned());
        let new = NewWorkspace {
            name,
            service: Service::Gen,
            agent_id: agent,
            base_url: typed,
            key_ref,
        };
        let view = self.add(new).await?;
        self.service_answered(view.id).await?;
        self.workspace(view.id).await
    }

    /// Puts another key in the place of a workspace's, after testing it. Monitors stay as they are,
    /// and those that rested for the old key are looked at again.
    ///
    /// # Errors
    /// As for [`Self::test_key`], and the keychain's; then the old key stays.
    pub async fn replace_key(
        &self,
        id: WorkspaceId,
        key: String,
        this_run_only: bool,
    ) -> Result<WorkspaceView, Problem> {
        let mut row = self.workspace_row(id).await?;
        if row.service != Service::Gen {
            return Err(Problem::of(
                ProblemCode::NotNow,
                "a workspace on this computer has no key",
            ));
        }
        self.test_key(key.clone(), Some(row.agent_id.to_string()), row.base_url.clone())
            .await?;
        let key = ApiKey::parse(&key).map_err(problems::of_key)?;
        let kept_as = match &row.key_ref {
            Some(name) => key_ref(name)?,
            None => key_ref(&format!("gen-{}", IntentId::random()))?,
        };
        let keep = if this_run_only {
            Keep::ThisRunOnly
        } else {
            Keep::Stored
        };
        self.keep_key(kept_as.clone(), key, keep).await?;
        row.key_ref = Some(kept_as.as_str().to_owned());
        self.save(row).await?;
        self.service_answered(id).await?;
        self.wake_workspace(id).await?;
        self.workspace(id).await
    }

    /// Moves a workspace to another address, once its key was found to reach its agent there; says whether
    /// the address differs. A workspace without a key is moved unseen: nothing is sent.
    pub(crate) async fn move_to(&self, row: &mut WorkspaceRow, address: &str) -> Result<bool, Problem> {
        let parsed = base_url(Some(address))?;
        let typed = (!address.trim().is_empty()).then(|| parsed.to_string());
        if typed == row.base_url {
            return Ok(false);
        }
        if row.service != Service::Gen {
            return Err(Problem::of(
                ProblemCode::NotNow,
                "a workspace on this computer has no address",
            ));
        }
        row.base_url = typed;
        if row.key_ref.is_some() {
            test(&self.new_client(row).await?, Some(&row.agent_id)).await?;
        }
        Ok(true)
    }

    /// Forgets a workspace's key. Its monitors go on at the service; nothing is asked about them.
    ///
    /// # Errors
    /// The keychain or the record cannot be written.
    pub async fn remove_key(&self, id: WorkspaceId) -> Result<WorkspaceView, Problem> {
        let mut row = self.workspace_row(id).await?;
        self.drop_key_of(&row).await?;
        row.key_ref = None;
        self.save(row).await?;
        // Nobody can look without a key, and the person knows why.
        self.on_store(move |store| {
            store
                .rest_workspace(id)
                .map_err(|error| problems::of_store(&error))
        })
        .await?;
        self.workspace(id).await
    }

    /// What the keychain holds, read once and not on the way to the first picture.
    ///
    /// # Errors
    /// The keychain's.
    pub async fn load_keys(&self) -> Result<(), Problem> {
        let keychain = Arc::clone(self.keychain());
        let found = tokio::task::spawn_blocking(move || keychain.load())
            .await
            .map_err(problems::internal)?;
        let infos = found.map_err(|error| problems::of_keychain(&error))?;
        self.remember_keys(infos);
        for row in self.workspace_rows().await? {
            self.tell_workspace(row.id).await;
        }
        Ok(())
    }

    pub(crate) async fn keep_key(&self, name: KeyRef, key: ApiKey, keep: Keep) -> Result<(), Problem> {
        let (keychain, now) = (Arc::clone(self.keychain()), self.now());
        let kept = tokio::task::spawn_blocking(move || keychain.put(name, key, now, keep)).await;
        let info: KeyInfo = kept
            .map_err(problems::internal)?
            .map_err(|error| problems::of_keychain(&error))?;
        self.remember_keys(vec![info]);
        Ok(())
    }

    /// Removes a workspace's key from the keychain, unless another workspace uses it too.
    pub(crate) async fn drop_key_of(&self, row: &WorkspaceRow) -> Result<(), Problem> {
        let Some(name) = row.key_ref.clone() else {
            return Ok(());
        };
        let shared = |other: &WorkspaceRow| other.id != row.id && other.key_ref.as_ref() == Some(&name);
        if self.workspace_rows().await?.iter().any(shared) {
            return Ok(());
        }
        self.remove_from_keychain(key_ref(&name)?).await
    }

    pub(crate) async fn remove_from_keychain(&self, kept_as: KeyRef) -> Result<(), Problem> {
        let keychain = Arc::clone(self.keychain());
        self.forget_key(&kept_as);
        let removed = tokio::task::spawn_blocking(move || keychain.remove(&kept_as)).await;
        removed
            .map_err(problems::internal)?
            .map_err(|error| problems::of_keychain(&error))
    }
}

fn read_agent(text: &str) -> Result<AgentId, Problem> {
    AgentId::parse(text).map_err(|error| Problem::of(ProblemCode::BadAgent, error.to_string()))
}

fn workspace_name(typed: &str, agent: &AgentId, tested: &KeyTest) -> String {
    let listed = || {
        tested
            .agents
            .iter()
            .flatten()
            .find(|entry| entry.id == *agent)
            .map(|entry| entry.name.clone())
    };
    let typed = Some(typed.trim().to_owned()).filter(|name| !name.is_empty());
    typed
        .or_else(listed)
        .unwrap_or_else(|| agent.to_string())
        .chars()
        .take(80)
        .collect()
}

/// Asks only what charges nothing. The list of agents answers for the key; a call scoped by the
/// agent answers for the agent.
async fn test(client: &GenClient, agent: Option<&AgentId>) -> Result<KeyTest, Problem> {
    let agents = match client.agents().await.map_err(|error| problems::of_call(&error))? {
        Probe::Answered(list) => Some(list),
        Probe::NotOffered => None,
    };
    let agents = agents.map(|list| {
        list.into_iter()
            .map(|entry| AgentView {
                name: entry.name.unwrap_or_else(|| entry.id.to_string()),
                id: entry.id,
            })
            .collect::<Vec<_>>()
    });
    let Some(agent) = agent else {
        return Ok(KeyTest {
            agents,
            agent: AgentCheck::NotNamed,
            credits: None,
        });
    };
    let credits = match client
        .credit_balance(agent)
        .await
        .map_err(|error| problems::of_call(&error))?
    {
        Probe::Answered(balance) => Some(balance.available_credits),
        Probe::NotOffered => None,
    };
    let listed = agents
        .as_ref()
        .map(|list| list.iter().any(|entry| entry.id == *agent));
    let check = match (listed, &credits) {
        (Some(true), _) | (None, Some(_)) => AgentCheck::Reached,
        (Some(false), _) => {
            return Err(Problem::of(
                ProblemCode::PermissionDenied,
                "the key does not reach this agent",
            ));
        }
        (None, None) => ask_for_no_job(client, agent).await?,
    };
    Ok(KeyTest {
        agents,
        agent: check,
        credits,
    })
}

/// Where nothing else is offered: a job number that cannot exist. "Not found" means that key and
/// agent were accepted first.
async fn ask_for_no_job(client: &GenClient, agent: &AgentId) -> Result<AgentCheck, Problem> {
    // Proof: "0" is a digit, which is an id.
    let Ok(nobody) = contract::JobId::parse("0") else {
        return Ok(AgentCheck::CannotTell);
    };
    match client.job(agent, &nobody).await {
        Ok(_) => Ok(AgentCheck::Reached),
        Err(error) if error.code() == Some(contract::ErrorCode::UserJobNotFound) => Ok(AgentCheck::Reached),
        Err(gen_client::CallError::Refused {
            status: 404 | 422, ..
        }) => Ok(AgentCheck::CannotTell),
        Err(error) => Err(problems::of_call(&error)),
    }
}

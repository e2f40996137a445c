//! Two people for rights: what gives somebody rights waits for a second operator,
//! whoever asks, and nobody else approves it.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::staff::right::{ManageApiKeys, ManageStaff};
use domain::staff::{Role, Roles, Scope};
use domain::timestamp::days;
use domain::{MotionId, StaffId};
use storage::Storage;
use storage_sqlite::SqliteStorage;
use usecases::operator::{self, Asked, NewKey, NotApproved, TwoPeople};
use usecases::sign_in::{self, SignInTry, SignedIn};
use usecases::{App, AppError, AppParts, ManualClock, Permit, jobs};

use crate::service::{keyed, lenient};

/// A house with the setting: `an` and `bo` are operators, `an` a clerk too; `ka` is
/// a clerk, `in` an inspector, `off` a disabled operator.
struct House {
    app: App,
    clock: Arc<ManualClock>,
    storage: Arc<SqliteStorage>,
    people: BTreeMap<&'static str, SignedIn>,
    passwords: BTreeMap<&'static str, String>,
}

const PEOPLE: [(&str, &[Role]); 5] = [
    ("an", &[Role::Operator, Role::Clerk]),
    ("bo", &[Role::Operator]),
    ("ka", &[Role::Clerk]),
    ("in", &[Role::Inspector]),
    ("off", &[Role::Operator]),
];

impl House {
    async fn new(people: &[(&'static str, &[Role])]) -> Self {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (parts, clock) = usecases::testing::parts(storage.clone(), lenient());
        let app = App::new(AppParts {
            roles_need_two: true,
            ..parts
        });
        let mut house = Self {
            app,
            clock,
            storage,
            people: BTreeMap::new(),
            passwords: BTreeMap::new(),
        };
        for (name, roles) in people {
            house.hire(name, roles).await;
        }
        house
    }

    async fn hire(&mut self, name: &'static str, roles: &[Role]) {
        let owner = Permit::of_machine_owner();
        let roles = roles.iter().copied().collect();
        let password = operator::add(&self.app, &owner, name, roles).await.unwrap();
        let me = signed_in(&self.app, name, &password).await.unwrap();
        self.people.insert(name, me);
        self.passwords.insert(name, password);
        if name == "off" {
            let id = self.id(name);
            operator::disable(&self.app, &owner, id).await.unwrap();
        }
    }

    fn id(&self, name: &str) -> StaffId {
        self.people[name].id
    }

    fn permit(&self, name: &str) -> Permit<ManageStaff> {
        self.people[name].permit().unwrap()
    }

    async fn roles(&self, name: &str) -> Roles {
        let mut tx = self.storage.read().await.unwrap();
        tx.colleague(self.id(name)).await.unwrap().unwrap().roles
    }

    /// Codes of the log's entries, the newest first.
    async fn logged(&self, count: usize) -> Vec<&'static str> {
        let mut tx = self.storage.read().await.unwrap();
        let entries = tx.log_newest(&storage::LogFilter::default(), 9).await;
        let entries = entries.unwrap().into_iter().take(count);
        entries.map(|chained| chained.entry.action.code()).collect()
    }

    async fn asked(&self, by: &str, asked: Asked) -> Result<MotionId, AppError> {
        let motion = operator::propose(&self.app, &self.permit(by), asked).await;
        motion.map(|motion| motion.id)
    }

    async fn approve(&self, by: &str, id: MotionId) -> Result<Option<String>, String> {
        let (me, password) = (&self.people[by], &self.passwords[by]);
        let permit = self.permit(by);
        let approved = operator::approve(&self.app, &permit, me, password, id).await;
        approved.map_err(|error| match error {
            NotApproved::NotYours(not) => not.code().to_owned(),
            NotApproved::App(error) => error.code().to_owned(),
            NotApproved::Password(error) => error.to_string(),
        })
    }
}

async fn signed_in(app: &App, name: &str, password: &str) -> Option<SignedIn> {
    let given = SignInTry {
        name,
        password,
        code: None,
        site: "198.51.100.9",
        device: None,
    };
    let admitted = sign_in::sign_in(app, &given).await.ok()?;
    sign_in::who(app, &admitted.session).await.unwrap()
}

/// Who, what, to whom, and what becomes of it.
const DEEDS: &str = "
    an      add clerk           -    done
    an      add inspector       -    second-operator-needed
    an      add operator        -    second-operator-needed
    an      add clerk,inspector -    second-operator-needed
    an      add -               -    done
    bo      add clerk           -    second-operator-needed
    owner   add operator        -    done
    program add clerk           -    second-operator-needed
    program add -               -    done
    an      roles clerk         in   done
    an      roles inspector     ka   second-operator-needed
    an      roles operator      ka   second-operator-needed
    an      roles operator      an   done
    an      roles operator,inspector an second-operator-needed
    bo      roles operator,clerk bo  second-operator-needed
    bo      roles -             ka   done
    owner   roles operator      ka   done
    program roles inspector     ka   second-operator-needed
    program roles -             ka   done
    an      reset               ka   done
    an      reset               in   second-operator-needed
    an      reset               bo   second-operator-needed
    bo      reset               an   second-operator-needed
    bo      reset               bo   done
    owner   reset               an   done
    program reset               ka   second-operator-needed
    an      enable              off  second-operator-needed
    an      enable              ka   done
    bo      enable              ka   second-operator-needed
    owner   enable              off  done
    program enable              off  second-operator-needed
    an      disable             bo   done
    bo      disable             an   done
    program disable             an   done
    an      key clerk           -    done
    an      key operator        -    done
    an      key inspector       -    second-operator-needed
    bo      key clerk           -    second-operator-needed
    owner   key inspector       -    done
    program key clerk           -    second-operator-needed
";

#[tokio::test(flavor = "multi_thread")]
async fn what_gives_rights_needs_a_second_operator_whoever_asks() {
    for row in DEEDS.trim().lines() {
        let mut words = row.split_whitespace();
        let mut word = || words.next().unwrap();
        let (who, deed) = (word(), word());
        let roles = match deed {
            "add" | "roles" | "key" => word(),
            _ => "-",
        };
        let (whom, expected) = (word(), word());
        let roles: Roles = roles.split(',').filter_map(Role::from_code).collect();
        let house = House::new(&PEOPLE).await;
        let app = &house.app;
        let program = keyed(app, Role::Operator, &[]).await;
        let (staff, keys): (Permit<ManageStaff>, Permit<ManageApiKeys>) = match who {
            "owner" => (Permit::of_machine_owner(), Permit::of_machine_owner()),
            "program" => (program.permit().unwrap(), program.permit().unwrap()),
            who => (
                house.people[who].permit().unwrap(),
                house.people[who].permit().unwrap(),
            ),
        };
        let done = match deed {
            "add" => operator::add(app, &staff, "wei", roles).await.map(drop),
            "roles" => operator::set_roles(app, &staff, house.id(whom), roles)
                .await
                .map(drop),
            "reset" => operator::reset_password(app, &staff, house.id(whom))
                .await
                .map(drop),
            "enable" => operator::enable(app, &staff, house.id(whom))
                .await
                .map(drop),
            "disable" => operator::disable(app, &staff, house.id(whom))
                .await
                .map(drop),
            "key" => {
                let new = NewKey {
                    name: "kiosk".to_owned(),
                    roles,
                    scope: Scope::default(),
                    expires_at: None,
                };
                operator::add_api_key(app, &keys, new).await.map(drop)
            }
            deed => panic!("no deed {deed}"),
        };
        let got = done.map_or_else(|error| error.code(), |()| "done");
        assert_eq!(got, expected, "{row}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_operator_approves_and_nobody_else() {
    let house = House::new(&PEOPLE).await;
    let both = Roles::NONE.with(Role::Operator).with(Role::Inspector);
    let own = Asked::Roles {
        of: house.id("an"),
        roles: both,
    };
    let id = house.asked("an", own).await.unwrap();
    assert_eq!(house.approve("an", id).await.unwrap_err(), "motion-own");
    let for_bo = Asked::Roles {
        of: house.id("bo"),
        roles: both,
    };
    // Only `an` and `bo` could approve it, and it is for one and by the other.
    let nobody = house.asked("an", for_bo.clone()).await.unwrap_err();
    assert_eq!(nobody.code(), "no-second-operator");
    // Asked for one by another, where a third is there.
    let mut house = house;
    house.hire("cy", &[Role::Operator]).await;
    let other = house.asked("cy", for_bo).await.unwrap();
    assert_eq!(
        house.approve("bo", other).await.unwrap_err(),
        "motion-for-you"
    );
    assert_eq!(house.approve("cy", other).await.unwrap_err(), "motion-own");
    assert!(
        !house.roles("bo").await.has(Role::Inspector),
        "it still waits"
    );
    assert!(house.people["ka"].permit::<ManageStaff>().is_err());

    // Another's password does not approve.
    let (bo, wrong) = (&house.people["bo"], &house.passwords["an"]);
    let permit = house.permit("bo");
    let refused = operator::approve(&house.app, &permit, bo, wrong, id).await;
    assert!(matches!(refused, Err(NotApproved::Password(_))));
    assert!(!house.roles("an").await.has(Role::Inspector));

    assert_eq!(house.approve("bo", id).await, Ok(None));
    assert_eq!(house.roles("an").await, both);
    assert_eq!(house.logged(2).await, ["roles-changed", "motion-approved"]);
    assert_eq!(house.approve("bo", id).await.unwrap_err(), "not-found");
    assert_eq!(house.approve("an", other).await, Ok(None), "by a third");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_approves_hands_the_password_over() {
    let house = House::new(&PEOPLE).await;
    let new = Asked::Account {
        name: " Wei ".to_owned(),
        roles: Roles::NONE.with(Role::Operator),
    };
    let id = house.asked("an", new.clone()).await.unwrap();
    assert_eq!(house.logged(1).await, ["motion-made"]);
    let password = house.approve("bo", id).await.unwrap().unwrap();
    let wei = signed_in(&house.app, "wei", &password).await.unwrap();
    assert!(wei.must_change_password && wei.roles.has(Role::Operator));
    let twice = house.asked("an", new).await.unwrap_err();
    assert_eq!(twice.code(), "storage-taken");

    let id = house
        .asked("an", Asked::Reset(house.id("in")))
        .await
        .unwrap();
    let password = house.approve("bo", id).await.unwrap().unwrap();
    let before = &house.passwords["in"];
    assert!(signed_in(&house.app, "in", before).await.is_none());
    assert!(signed_in(&house.app, "in", &password).await.is_some());

    let off = house.asked("an", Asked::Enable(house.id("off"))).await;
    assert_eq!(house.approve("bo", off.unwrap()).await, Ok(None));
    let password = &house.passwords["off"];
    assert!(signed_in(&house.app, "off", password).await.is_some());
}

/// What was asked for and is over is approved by nobody.
#[tokio::test(flavor = "multi_thread")]
async fn a_motion_ends() {
    let owner = Permit::of_machine_owner();
    for (how, seen) in [
        ("lapsed", "motion-lapsed"),
        ("refused", "motion-refused"),
        ("taken back", "motion-refused"),
        ("its maker is disabled", "staff-disabled"),
        ("its maker is no operator", "roles-changed"),
        ("its account has other roles", "roles-changed"),
    ] {
        let house = House::new(&PEOPLE).await;
        let reset = Asked::Reset(house.id("in"));
        let id = house.asked("an", reset).await.unwrap();
        let app = &house.app;
        let (an, inspector) = (house.id("an"), house.id("in"));
        match how {
            "lapsed" => {
                house.clock.advance(days(7));
                jobs::work(app, async {}).await;
            }
            "refused" => operator::refuse(app, &house.permit("bo"), id)
                .await
                .unwrap(),
            "taken back" => operator::refuse(app, &house.permit("an"), id)
                .await
                .unwrap(),
            "its maker is disabled" => drop(operator::disable(app, &owner, an).await.unwrap()),
            "its maker is no operator" => {
                let none = operator::set_roles(app, &owner, an, Roles::NONE).await;
                drop(none.unwrap());
            }
            _ => {
                let roles = Roles::NONE.with(Role::Operator);
                drop(
                    operator::set_roles(app, &owner, inspector, roles)
                        .await
                        .unwrap(),
                );
            }
        }
        let logged = house.logged(9).await;
        assert!(logged.contains(&seen), "{how}: {logged:?}");
        let expected = match how {
            "its account has other roles" => "storage-conflict",
            _ => "not-found",
        };
        let got = house.approve("bo", id).await.unwrap_err();
        assert_eq!(got, expected, "{how}");
        let password = &house.passwords["in"];
        assert!(signed_in(app, "in", password).await.is_some(), "{how}");
    }
}

/// Where there is one operator nothing waits for ever: the machine's owner adds a
/// second.
#[tokio::test(flavor = "multi_thread")]
async fn one_operator_is_told_what_to_do() {
    let mut house = House::new(&PEOPLE[..1]).await;
    let two = async |house: &House| operator::two_people(&house.app).await.unwrap();
    assert_eq!(two(&house).await, TwoPeople::TooFew);
    let new = Asked::Account {
        name: "wei".to_owned(),
        roles: Roles::NONE.with(Role::Inspector),
    };
    let refused = house.asked("an", new.clone()).await.unwrap_err();
    assert_eq!(refused.code(), "no-second-operator");
    house.hire("bo", &[Role::Operator]).await;
    assert_eq!(two(&house).await, TwoPeople::Ready);
    let id = house.asked("an", new).await.unwrap();
    assert!(house.approve("bo", id).await.is_ok());
}

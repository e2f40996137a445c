//! Subscriptions to 服务通知 and pushes of WeChat as rows.

use async_trait::async_trait;
use domain::{Digest, OrderId, Timestamp};
use storage::{Pushes, StorageError, Subscription, Subscriptions};

use crate::row::{Row, digest};
use crate::statement::query;
use crate::transaction::SqlTransaction;

const TABLE: &str = "subscriptions";

pub(crate) const OF_ORDER: &str =
    "SELECT * FROM subscriptions WHERE order_id = ?1 ORDER BY template";
const SET: &str = "INSERT INTO subscriptions (order_id, template, remaining) VALUES (?1, ?2, ?3)
    ON CONFLICT (order_id, template) DO UPDATE SET remaining = ?3";
const FORGET: &str = "DELETE FROM subscriptions WHERE order_id = ?1 AND template = ?2";
const FORGET_ALL: &str = "DELETE FROM subscriptions WHERE order_id = ?1";
const SET_UNTOLD: &str = "INSERT INTO untold (order_id, at) VALUES (?1, ?2)
    ON CONFLICT (order_id) DO UPDATE SET at = ?2";
const FORGET_UNTOLD: &str = "DELETE FROM untold WHERE order_id = ?1";
const UNTOLD: &str = "SELECT at FROM untold WHERE order_id = ?1";
const NOTE: &str = "INSERT INTO pushes (digest, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
pub(crate) const FORGET_PUSHES: &str = "DELETE FROM pushes WHERE at < ?1";

fn read(row: Row<'_>) -> Result<Subscription, StorageError> {
    Ok(Subscription {
        template: row.get::<&str>("template")?.to_owned(),
        remaining: row.number("remaining")?,
    })
}

#[async_trait]
impl Subscriptions for SqlTransaction {
    async fn subscriptions_of(
        &mut self,
        order: OrderId,
    ) -> Result<Vec<Subscription>, StorageError> {
        let query = query(OF_ORDER).bind(order.to_string());
        self.all(query, TABLE, read).await
    }

    async fn set_subscription(
        &mut self,
        order: OrderId,
        subscription: &Subscription,
    ) -> Result<(), StorageError> {
        let Subscription {
            template,
            remaining,
        } = subscription;
        let id = order.to_string();
        match *remaining {
            0 => self.run(query(FORGET).bind(id).bind(template)).await,
            remaining => {
                let query = query(SET).bind(id).bind(template).bind(remaining);
                self.run(query).await
            }
        }
    }

    async fn set_untold(
        &mut self,
        order: OrderId,
        since: Option<Timestamp>,
    ) -> Result<(), StorageError> {
        let id = order.to_string();
        let statement = match since {
            Some(at) => query(SET_UNTOLD).bind(id).bind(at.0),
            None => query(FORGET_UNTOLD).bind(id),
        };
        self.run(statement).await
    }

    async fn untold_since(&mut self, order: OrderId) -> Result<Option<Timestamp>, StorageError> {
        let query = query(UNTOLD).bind(order.to_string());
        self.one(query, "untold", |row| row.time("at")).await
    }

    async fn forget_subscriptions(&mut self, order: OrderId) -> Result<(), StorageError> {
        for statement in [FORGET_ALL, FORGET_UNTOLD] {
            self.run(query(statement).bind(order.to_string())).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl Pushes for SqlTransaction {
    async fn note_push(&mut self, push: Digest, now: Timestamp) -> Result<bool, StorageError> {
        let query = query(NOTE).bind(digest(&push)).bind(now.0);
        Ok(self.changed(query).await? == 1)
    }

    async fn forget_pushes(&mut self, before: Timestamp) -> Result<(), StorageError> {
        self.run(query(FORGET_PUSHES).bind(before.0)).await
    }
}

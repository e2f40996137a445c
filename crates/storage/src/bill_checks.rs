//! Days whose book was held against a payment service's bill.

use async_trait::async_trait;
use domain::money::{BillCheck, PayWay};
use jiff::civil::Date;

use crate::StorageError;

/// Checks of bills.
#[async_trait]
pub trait BillChecks {
    /// Stores the check of a day, in place of an earlier one.
    async fn keep_bill_check(&mut self, check: &BillCheck) -> Result<(), StorageError>;

    /// The checks of the days from `first` to `last`, newest day first.
    async fn bill_checks(
        &mut self,
        first: Date,
        last: Date,
    ) -> Result<Vec<BillCheck>, StorageError>;

    /// The last day that was checked of this way.
    async fn last_bill_check(&mut self, way: PayWay) -> Result<Option<Date>, StorageError>;
}

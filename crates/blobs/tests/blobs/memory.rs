//! Files in memory.

use std::sync::Arc;

use blobs::BlobStore;
use object_store::ObjectStore;
use object_store::memory::InMemory;

use crate::suite::{Ground, store_suite};

fn memory() -> Ground {
    let under: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    Ground {
        store: BlobStore::over(Arc::clone(&under)),
        under,
        photos: "",
        _folder: None,
    }
}

store_suite!(memory());

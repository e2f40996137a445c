//! Finding a document by id, name, alias, pinyin, initials or English name.

use crate::Document;
use crate::lookup::{Candidate, LookupError, echo, fold, nearest};

/// Every name by which a document is found, folded.
pub(crate) fn document_keys(document: &Document) -> Vec<String> {
    let own = [document.id.as_str(), &document.names.zh, &document.names.en];
    let mut keys: Vec<String> = own
        .into_iter()
        .chain(document.aliases.iter().map(String::as_str))
        .chain(document.pinyin.iter().map(String::as_str))
        .map(fold)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn document_candidate(document: &Document) -> Candidate {
    Candidate {
        id: document.id.to_string(),
        names: document.names.clone(),
        province: None,
    }
}

/// Finds a document; whole names only, part of a name at most gives candidates.
pub(crate) fn document<'a>(
    documents: &'a [Document],
    query: &str,
) -> Result<&'a Document, LookupError> {
    let folded = fold(query);
    if folded.is_empty() {
        return Err(LookupError::EmptyQuery);
    }
    let keyed: Vec<(&Document, Vec<String>)> = documents
        .iter()
        .map(|document| (document, document_keys(document)))
        .collect();
    if let Some((document, _)) = keyed.iter().find(|(_, keys)| keys.contains(&folded)) {
        return Ok(document);
    }
    let query = echo(query);
    let containing: Vec<Candidate> = keyed
        .iter()
        .filter(|(_, keys)| {
            folded.chars().nth(1).is_some() && keys.iter().any(|k| k.contains(&folded))
        })
        .map(|(document, _)| document_candidate(document))
        .collect();
    match containing.len() {
        0 => {
            let nearest = nearest(&folded, keyed.into_iter(), document_candidate);
            Err(LookupError::UnknownDocument { query, nearest })
        }
        1 => Err(LookupError::UnknownDocument {
            query,
            nearest: containing,
        }),
        _ => Err(LookupError::AmbiguousDocument {
            query,
            candidates: containing,
        }),
    }
}

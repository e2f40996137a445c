//! What the documents of a category stand under.

use catalogue::Category;

use crate::Speech;

/// The heading of a category.
pub(crate) fn category_name(s: Speech, category: Category) -> String {
    match category {
        Category::Identity => s.say("category-identity"),
        Category::Social => s.say("category-social"),
        Category::Transport => s.say("category-transport"),
        Category::Travel => s.say("category-travel"),
        Category::Occupation => s.say("category-occupation"),
        Category::Education => s.say("category-education"),
        Category::Examination => s.say("category-examination"),
        Category::Visa => s.say("category-visa"),
        Category::Abroad => s.say("category-abroad"),
        Category::Size => s.say("category-size"),
    }
}

//! How a category of documents is shown: its icon and its name.

use catalogue::Category;

use crate::Speech;

/// The name of its icon in `templates/layout/sprite.svg`.
pub(crate) const fn category_icon(category: Category) -> &'static str {
    match category {
        Category::Identity => "id-card",
        Category::Social => "shield",
        Category::Transport => "car",
        Category::Travel => "passport",
        Category::Occupation => "badge",
        Category::Education => "cap",
        Category::Examination => "pen",
        Category::Visa => "stamp",
        Category::Abroad => "globe",
        Category::Size => "frame",
    }
}

/// What the documents of a category stand under.
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

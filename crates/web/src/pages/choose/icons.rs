//! The icon of a kind of document, by its name in `templates/layout/sprite.svg`.

use catalogue::Category;

/// The icon's name.
pub(crate) const fn category_icon(category: Category) -> &'static str {
    match category {
        Category::Identity => "id-card",
        Category::Social => "shield",
        Category::Transport => "car",
        Category::Travel => "passport",
        Category::Occupation => "badge",
        Category::Education => "cap",
        Category::Abroad => "globe",
    }
}

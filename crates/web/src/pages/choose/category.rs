//! The icon of a category of documents.

use catalogue::Category;

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

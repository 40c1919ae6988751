//! Where a page stands among its neighbours.

wire! {
    /// The cursors of a page. The last page has no `next`, the first one no `previous`.
    pub struct CursorPagination {
        /// What the next page is asked for with. Opaque.
        pub next: Option<String>,
        /// What the previous page is asked for with. Opaque.
        pub previous: Option<String>,
    }

    /// Where a numbered page stands.
    pub struct OffsetLimitPagination {
        pub currentPage: f64,
        pub totalPages: f64,
        /// How many items there are on all pages.
        pub count: f64,
    }
}

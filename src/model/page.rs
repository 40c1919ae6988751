//! The place of a page among its neighbours.

wire! {
    /// The cursors of a page. The last page has no `next`, the first one no `previous`.
    pub struct CursorPagination {
        /// The cursor the next page is asked for with. Opaque.
        pub next: Option<String>,
        /// The cursor the previous page is asked for with. Opaque.
        pub previous: Option<String>,
    }

    /// The place of a numbered page among all pages.
    pub struct OffsetLimitPagination {
        pub currentPage: f64,
        pub totalPages: f64,
        /// The number of items on all pages.
        pub count: f64,
    }
}

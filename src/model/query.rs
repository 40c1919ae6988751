//! Queries, their tables and dashboards on the wire.

use super::parameters::{AnyJson, AnyObject, AnyText, IsoInstant, choices};
use super::wire::{FreeForm, Timestamp};

choices! {
    /// The rows that a query sees.
    QueryScope = "environment" | "project" | "organization", default "environment";
    /// The format that the rows come in.
    QueryFormat = "json" | "csv", default "json";
}

parameters! {
    /// The options of `query.execute`. Without a time range it covers the last 7 days.
    pub struct QueryOptions {
        /// The rows it sees: those of the key's environment, of its project, or of the whole
        /// organization. Default `environment`.
        #[napi(ts_type = "\"environment\" | \"project\" | \"organization\"")]
        pub scope: Option<QueryScope>,
        /// For example `7d`. Not together with `from` or `to`.
        pub period: Option<String>,
        /// A Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub from: Option<IsoInstant>,
        /// A Date or epoch milliseconds.
        #[napi(ts_type = "Date | number")]
        pub to: Option<IsoInstant>,
        /// `json` for rows as objects, `csv` for one text. Default `json`.
        #[napi(ts_type = "\"json\" | \"csv\"")]
        pub format: Option<QueryFormat>,
    }

    /// A dashboard to be made.
    pub struct CreateDashboardParams {
        pub title: String,
        #[napi(ts_type = "string")]
        pub description: Option<AnyText>,
        #[napi(ts_type = "DashboardWidgetInput[]")]
        pub widgets: Option<AnyJson>,
    }

    /// The changes of a dashboard; fields that are left out stay.
    pub struct UpdateDashboardParams {
        pub title: Option<String>,
        #[napi(ts_type = "string")]
        pub description: Option<AnyText>,
        /// The revision last read: the write is refused when somebody else has changed the dashboard since.
        pub revision: Option<String>,
    }

    /// The widgets a dashboard is to have; other fields that are left out stay.
    pub struct ReplaceDashboardParams {
        pub title: Option<String>,
        #[napi(ts_type = "string")]
        pub description: Option<AnyText>,
        #[napi(ts_type = "DashboardWidgetInput[]")]
        pub widgets: AnyJson,
        /// The revision last read: the write is refused when somebody else has changed the dashboard since.
        pub revision: Option<String>,
    }

    /// A widget to be added.
    pub struct AddDashboardWidgetParams {
        /// Unique within the dashboard. Default one that is made up.
        pub id: Option<String>,
        pub title: String,
        /// A TRQL query; every widget needs one but a `title`.
        #[napi(ts_type = "string")]
        pub query: Option<AnyText>,
        #[napi(ts_type = "DashboardWidgetDisplayInput")]
        pub display: AnyObject,
        pub fillGaps: Option<bool>,
        /// Default full width, below the others.
        #[napi(ts_type = "DashboardWidgetPosition")]
        pub position: Option<AnyObject>,
        /// The revision last read: the write is refused when somebody else has changed the dashboard since.
        pub revision: Option<String>,
    }

    /// The changes of a widget; fields that are left out stay.
    pub struct UpdateDashboardWidgetParams {
        pub title: Option<String>,
        #[napi(ts_type = "string")]
        pub query: Option<AnyText>,
        #[napi(ts_type = "DashboardWidgetDisplayInput")]
        pub display: Option<AnyObject>,
        pub fillGaps: Option<bool>,
        #[napi(ts_type = "DashboardWidgetPosition")]
        pub position: Option<AnyObject>,
        /// The revision last read: the write is refused when somebody else has changed the dashboard since.
        pub revision: Option<String>,
    }

    /// The options of removing a widget.
    pub struct DeleteDashboardWidgetOptions {
        /// The revision last read: the write is refused when somebody else has changed the dashboard since.
        pub revision: Option<String>,
    }
}

wire! {
    /// The tables that can be queried.
    pub struct QuerySchema {
        pub tables: Vec<QuerySchemaTable>,
    }

    /// A table that can be queried.
    pub struct QuerySchemaTable {
        pub name: String,
        pub description: Option<String>,
        /// The column that the time range is about.
        pub timeColumn: Option<String>,
        pub columns: Vec<QuerySchemaColumn>,
    }

    /// A column of a table.
    pub struct QuerySchemaColumn {
        pub name: String,
        /// The type, as ClickHouse names it.
        pub r#type: String,
        pub description: Option<String>,
        pub example: Option<String>,
        pub allowedValues: Option<Vec<String>>,
        /// True of a column that `SELECT *` has.
        pub coreColumn: Option<bool>,
    }

    /// All dashboards.
    pub struct DashboardList {
        pub dashboards: Vec<DashboardSummary>,
    }

    /// A dashboard as the list shows it.
    pub struct DashboardSummary {
        /// For example `overview`.
        pub key: String,
        pub title: String,
        /// A `builtIn` one can only be read. Older servers, which have no others, send none.
        #[napi(ts_type = "\"builtIn\" | \"custom\" | (string & {})")]
        pub r#type: Option<String>,
        pub description: Option<String>,
        pub widgets: Vec<DashboardWidgetSummary>,
    }

    /// A widget as the list of dashboards shows it.
    pub struct DashboardWidgetSummary {
        pub id: String,
        pub title: String,
        /// The query, as `query.execute` takes it.
        pub query: String,
        #[napi(ts_type = "\"bignumber\" | \"chart\" | \"table\" | \"title\" | (string & {})")]
        pub r#type: String,
    }

    /// A dashboard of the organization's own.
    pub struct Dashboard {
        pub id: String,
        pub title: String,
        pub description: String,
        /// The revision, another one after every write.
        pub revision: String,
        #[napi(ts_type = "Date")]
        pub createdAt: Timestamp,
        #[napi(ts_type = "Date")]
        pub updatedAt: Timestamp,
        #[napi(ts_type = "DashboardWidget[]")]
        pub widgets: FreeForm,
    }

    /// The id of a dashboard that was deleted.
    pub struct DeletedDashboard {
        pub id: String,
    }

    /// A widget that was added, and the dashboard with it.
    pub struct AddedDashboardWidget {
        pub widgetId: String,
        pub dashboard: Dashboard,
    }
}

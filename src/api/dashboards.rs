//! Dashboards of queries: the built-in ones, and the organization's own.

use super::prelude::*;
use crate::binding::Argument::{self, Segment};
use crate::model::query::{
    AddDashboardWidgetParams, AddedDashboardWidget, CreateDashboardParams, Dashboard, DashboardList,
    DeleteDashboardWidgetOptions, DeletedDashboard, ReplaceDashboardParams, UpdateDashboardParams,
    UpdateDashboardWidgetParams,
};

operations![LIST, RETRIEVE, CREATE, UPDATE, REPLACE, DELETE, ADD_WIDGET, UPDATE_WIDGET, DELETE_WIDGET];

const DASHBOARDS: &str = "/api/v1/query/dashboards";
const DASHBOARD: &str = "/api/v1/query/dashboards/{dashboardId}";
const WIDGET: &str = "/api/v1/query/dashboards/{dashboardId}/widgets/{widgetId}";
const ID: Argument = Segment("dashboardId");
const WIDGET_ID: Argument = Segment("widgetId");
const WHOLE: Shape = Shape::Object(Dashboard::FIELDS);

static LIST: Operation = Operation::get("query.dashboards.list", DASHBOARDS)
    .accepts(KEYS_AND_PUBLIC)
    .answers(Shape::Object(DashboardList::FIELDS));

endpoint! {
    /// Lists the dashboards, with their widgets and the queries behind them.
    ///
    /// `GET /api/v1/query/dashboards`; takes a secret key, or a public token with `read:query`.
    "query.dashboards" list("requestOptions?: RequestOptions") -> "ApiPromise<DashboardList>" = LIST
}

static RETRIEVE: Operation =
    Operation::get("query.dashboards.retrieve", DASHBOARD).accepts(KEYS_AND_PUBLIC).answers(WHOLE);

endpoint! {
    /// Retrieves a dashboard of the organization's own, with every widget and its place.
    ///
    /// `GET /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
    "query.dashboards" retrieve("dashboardId: string, requestOptions?: RequestOptions") -> "ApiPromise<Dashboard>" = RETRIEVE,
        takes &[ID]
}

static CREATE: Operation = Operation::post(
    "query.dashboards.create",
    DASHBOARDS,
    "a repeated call makes another dashboard, so look for the new one with query.dashboards.list first",
)
.accepts(KEYS_AND_PUBLIC)
.answers(WHOLE);

endpoint! {
    /// Creates a dashboard, with its widgets if it is to have any.
    ///
    /// It is not retried after a failure that leaves open whether the dashboard was made.
    ///
    /// `POST /api/v1/query/dashboards`; takes a secret key.
    "query.dashboards" create("params: CreateDashboardParams, requestOptions?: RequestOptions") -> "ApiPromise<Dashboard>" = CREATE,
        takes &[params::<CreateDashboardParams>()]
}

static UPDATE: Operation =
    Operation::patch("query.dashboards.update", DASHBOARD).accepts(KEYS_AND_PUBLIC).answers(WHOLE);

endpoint! {
    /// Renames a dashboard, or describes it anew.
    ///
    /// `PATCH /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
    "query.dashboards" update("dashboardId: string, params: UpdateDashboardParams, requestOptions?: RequestOptions") -> "ApiPromise<Dashboard>" = UPDATE,
        takes &[ID, params::<UpdateDashboardParams>()]
}

static REPLACE: Operation =
    Operation::put("query.dashboards.replace", DASHBOARD).accepts(KEYS_AND_PUBLIC).answers(WHOLE);

endpoint! {
    /// Replaces all widgets of a dashboard. One that was there before keeps its place unless given another.
    ///
    /// `PUT /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
    "query.dashboards" replace("dashboardId: string, params: ReplaceDashboardParams, requestOptions?: RequestOptions") -> "ApiPromise<Dashboard>" = REPLACE,
        takes &[ID, params::<ReplaceDashboardParams>()]
}

static DELETE: Operation = Operation::delete("query.dashboards.del", DASHBOARD)
    .accepts(KEYS_AND_PUBLIC)
    .answers(Shape::Object(DeletedDashboard::FIELDS));

endpoint! {
    /// Deletes a dashboard of the organization's own.
    ///
    /// `DELETE /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
    "query.dashboards" del("dashboardId: string, requestOptions?: RequestOptions") -> "ApiPromise<DeletedDashboard>" = DELETE,
        takes &[ID]
}

static ADD_WIDGET: Operation = Operation::post(
    "query.dashboards.widgets.add",
    "/api/v1/query/dashboards/{dashboardId}/widgets",
    "a repeated call may add another widget, so look for it with query.dashboards.retrieve first, or \
         give the widget an id of its own",
)
.accepts(KEYS_AND_PUBLIC)
.answers(Shape::Object(AddedDashboardWidget::FIELDS));

endpoint! {
    /// Adds a widget to a dashboard.
    ///
    /// It is not retried after a failure that leaves open whether the widget was added.
    ///
    /// `POST /api/v1/query/dashboards/{dashboardId}/widgets`; takes a secret key.
    "query.dashboards.widgets" add_widget as "add"("dashboardId: string, params: AddDashboardWidgetParams, requestOptions?: RequestOptions") -> "ApiPromise<AddedDashboardWidget>" = ADD_WIDGET,
        takes &[ID, params::<AddDashboardWidgetParams>()]
}

static UPDATE_WIDGET: Operation =
    Operation::patch("query.dashboards.widgets.update", WIDGET).accepts(KEYS_AND_PUBLIC).answers(WHOLE);

endpoint! {
    /// Changes a widget: its title, query, display or place.
    ///
    /// `PATCH /api/v1/query/dashboards/{dashboardId}/widgets/{widgetId}`; takes a secret key.
    "query.dashboards.widgets" update_widget as "update"("dashboardId: string, widgetId: string, params: UpdateDashboardWidgetParams, requestOptions?: RequestOptions") -> "ApiPromise<Dashboard>" = UPDATE_WIDGET,
        takes &[ID, WIDGET_ID, params::<UpdateDashboardWidgetParams>()]
}

static DELETE_WIDGET: Operation =
    Operation::delete("query.dashboards.widgets.del", WIDGET).accepts(KEYS_AND_PUBLIC).answers(WHOLE);

endpoint! {
    /// Removes a widget from a dashboard.
    ///
    /// `DELETE /api/v1/query/dashboards/{dashboardId}/widgets/{widgetId}`; takes a secret key.
    "query.dashboards.widgets" delete_widget as "del"("dashboardId: string, widgetId: string, options?: DeleteDashboardWidgetOptions, requestOptions?: RequestOptions") -> "ApiPromise<Dashboard>" = DELETE_WIDGET,
        takes &[ID, WIDGET_ID, options::<DeleteDashboardWidgetOptions>()]
}

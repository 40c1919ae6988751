//! Dashboards of queries: the built-in ones, and the organization's own.

use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::binding::{Arguments, Handle, ScopeHandle};
use crate::core::credential::Accepts;
use crate::core::operation::Operation;
use crate::core::parameter::Argument::{self, Segment};
use crate::core::shape::Shape;
use crate::model::parameters::{options, params};
use crate::model::query::{
    AddDashboardWidgetParams, AddedDashboardWidget, CreateDashboardParams, Dashboard, DashboardList,
    DeleteDashboardWidgetOptions, DeletedDashboard, ReplaceDashboardParams, UpdateDashboardParams,
    UpdateDashboardWidgetParams,
};
use crate::model::wire::HasFields;

const TAKERS: Accepts = Accepts::KEYS_AND_PUBLIC;
const DASHBOARDS: &str = "/api/v1/query/dashboards";
const DASHBOARD: &str = "/api/v1/query/dashboards/{}";
const WIDGET: &str = "/api/v1/query/dashboards/{}/widgets/{}";
const ID: Argument = Segment("dashboardId");
const WIDGET_ID: Argument = Segment("widgetId");
const WHOLE: Shape = Shape::Object(Dashboard::FIELDS);

static LIST: Operation =
    TAKERS.get("query.dashboards.list", DASHBOARDS).answers(Shape::Object(DashboardList::FIELDS));

/// Lists the dashboards, with their widgets and the queries behind them.
///
/// `GET /api/v1/query/dashboards`; takes a secret key, or a public token with `read:query`.
#[napi(
    namespace = "query.dashboards",
    ts_args_type = "requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<DashboardList>"
)]
pub fn list(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&LIST, arguments)
}

static RETRIEVE: Operation = TAKERS.get("query.dashboards.retrieve", DASHBOARD).takes(&[ID]).answers(WHOLE);

/// Retrieves a dashboard of the organization's own, with every widget and its place.
///
/// `GET /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
#[napi(
    namespace = "query.dashboards",
    ts_args_type = "dashboardId: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Dashboard>"
)]
pub fn retrieve(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&RETRIEVE, arguments)
}

static CREATE: Operation = TAKERS
    .post(
        "query.dashboards.create",
        DASHBOARDS,
        "a repeated call makes another dashboard, so look for the new one with query.dashboards.list first",
    )
    .takes(&[params::<CreateDashboardParams>()])
    .answers(WHOLE);

/// Creates a dashboard, with its widgets if it is to have any.
///
/// It is not retried after a failure that leaves open whether the dashboard was made.
///
/// `POST /api/v1/query/dashboards`; takes a secret key.
#[napi(
    namespace = "query.dashboards",
    ts_args_type = "params: CreateDashboardParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Dashboard>"
)]
pub fn create(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&CREATE, arguments)
}

static UPDATE: Operation = TAKERS
    .patch("query.dashboards.update", DASHBOARD)
    .takes(&[ID, params::<UpdateDashboardParams>()])
    .answers(WHOLE);

/// Renames a dashboard, or describes it anew.
///
/// `PATCH /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
#[napi(
    namespace = "query.dashboards",
    ts_args_type = "dashboardId: string, params: UpdateDashboardParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Dashboard>"
)]
pub fn update(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&UPDATE, arguments)
}

static REPLACE: Operation = TAKERS
    .put("query.dashboards.replace", DASHBOARD)
    .takes(&[ID, params::<ReplaceDashboardParams>()])
    .answers(WHOLE);

/// Replaces all widgets of a dashboard. One that was there before keeps its place unless given another.
///
/// `PUT /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
#[napi(
    namespace = "query.dashboards",
    ts_args_type = "dashboardId: string, params: ReplaceDashboardParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Dashboard>"
)]
pub fn replace(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&REPLACE, arguments)
}

static DELETE: Operation = TAKERS
    .delete("query.dashboards.del", DASHBOARD)
    .takes(&[ID])
    .answers(Shape::Object(DeletedDashboard::FIELDS));

/// Deletes a dashboard of the organization's own.
///
/// `DELETE /api/v1/query/dashboards/{dashboardId}`; takes a secret key.
#[napi(
    namespace = "query.dashboards",
    ts_args_type = "dashboardId: string, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<DeletedDashboard>"
)]
pub fn del(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&DELETE, arguments)
}

static ADD_WIDGET: Operation = TAKERS
    .post(
        "query.dashboards.widgets.add",
        "/api/v1/query/dashboards/{}/widgets",
        "a repeated call may add another widget, so look for it with query.dashboards.retrieve first, or \
         give the widget an id of its own",
    )
    .takes(&[ID, params::<AddDashboardWidgetParams>()])
    .answers(Shape::Object(AddedDashboardWidget::FIELDS));

/// Adds a widget to a dashboard.
///
/// It is not retried after a failure that leaves open whether the widget was added.
///
/// `POST /api/v1/query/dashboards/{dashboardId}/widgets`; takes a secret key.
#[napi(
    namespace = "query.dashboards.widgets",
    js_name = "add",
    ts_args_type = "dashboardId: string, params: AddDashboardWidgetParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<AddedDashboardWidget>"
)]
pub fn add_widget(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&ADD_WIDGET, arguments)
}

static UPDATE_WIDGET: Operation = TAKERS
    .patch("query.dashboards.widgets.update", WIDGET)
    .takes(&[ID, WIDGET_ID, params::<UpdateDashboardWidgetParams>()])
    .answers(WHOLE);

/// Changes a widget: its title, query, display or place.
///
/// `PATCH /api/v1/query/dashboards/{dashboardId}/widgets/{widgetId}`; takes a secret key.
#[napi(
    namespace = "query.dashboards.widgets",
    js_name = "update",
    ts_args_type = "dashboardId: string, widgetId: string, params: UpdateDashboardWidgetParams, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Dashboard>"
)]
pub fn update_widget(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&UPDATE_WIDGET, arguments)
}

static DELETE_WIDGET: Operation = TAKERS
    .delete("query.dashboards.widgets.del", WIDGET)
    .takes(&[ID, WIDGET_ID, options::<DeleteDashboardWidgetOptions>()])
    .answers(WHOLE);

/// Removes a widget from a dashboard.
///
/// `DELETE /api/v1/query/dashboards/{dashboardId}/widgets/{widgetId}`; takes a secret key.
#[napi(
    namespace = "query.dashboards.widgets",
    js_name = "del",
    ts_args_type = "dashboardId: string, widgetId: string, options?: DeleteDashboardWidgetOptions, requestOptions?: RequestOptions",
    ts_return_type = "ApiPromise<Dashboard>"
)]
pub fn delete_widget(scope: &External<ScopeHandle>, arguments: Arguments) -> Handle {
    scope.prepare(&DELETE_WIDGET, arguments)
}

/** The place of a widget on the 12 columns of a dashboard. */
export interface DashboardWidgetPosition {
  /** The column, 0 to 11. */
  x: number;
  y: number;
  /** The width in columns, 1 to 12. */
  w: number;
  h: number;
}

/** The display of what a widget's query finds: a table, a chart, one number, or a title alone. */
export type DashboardWidgetDisplay =
  | { type: "table"; prettyFormatting: boolean; sorting: { desc: boolean; id: string }[] }
  | {
      type: "chart";
      chartType: "bar" | "line";
      xAxisColumn: string | null;
      yAxisColumns: string[];
      groupByColumn: string | null;
      stacked: boolean;
      sortByColumn: string | null;
      sortDirection: "asc" | "desc";
      aggregation: "sum" | "avg" | "count" | "min" | "max";
      seriesColors?: Record<string, string>;
    }
  | {
      type: "bignumber";
      column: string;
      aggregation: "sum" | "avg" | "count" | "min" | "max" | "first" | "last";
      sortDirection?: "asc" | "desc";
      abbreviate: boolean;
      prefix?: string;
      suffix?: string;
    }
  | { type: "title" };

/** A display to be set; defaults are pretty formatting, no sorting and no abbreviation. */
export type DashboardWidgetDisplayInput<Display = DashboardWidgetDisplay> = Display extends unknown
  ? Omit<Display, "prettyFormatting" | "sorting" | "abbreviate"> & {
      [Name in Extract<keyof Display, "prettyFormatting" | "sorting" | "abbreviate">]?: Display[Name];
    }
  : never;

/** A widget of a dashboard. */
export interface DashboardWidget {
  id: string;
  title: string;
  query: string;
  display: DashboardWidgetDisplay;
  /** Times without rows are filled in. */
  fillGaps?: boolean;
  position: DashboardWidgetPosition;
}

/** A widget a dashboard is to have. */
export interface DashboardWidgetInput {
  /** Unique within the dashboard. Default one that is made up. */
  id?: string;
  title: string;
  /** A TRQL query; every widget needs one but a `title`. */
  query?: string;
  display: DashboardWidgetDisplayInput;
  fillGaps?: boolean;
  /** Default full width, below the others. */
  position?: DashboardWidgetPosition;
}

export declare namespace query.dashboards.widgets {
  /** Removes a widget under request options alone. */
  function del(dashboardId: string, widgetId: string, requestOptions: RequestOptions): ApiPromise<Dashboard>;
}

/** Where a widget is on the 12 columns of a dashboard. */
export interface DashboardWidgetPosition {
  /** 0 to 11. */
  x: number;
  y: number;
  /** 1 to 12. */
  w: number;
  h: number;
}

/** How a widget shows what its query finds. */
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

type Defaulted = "prettyFormatting" | "sorting" | "abbreviate";

type Lenient<T> = T extends unknown
  ? Omit<T, Defaulted> & { [Name in Extract<keyof T, Defaulted>]?: T[Name] }
  : never;

/** The same with what has a default left out: pretty formatting, no sorting, no abbreviation. */
export type DashboardWidgetDisplayInput = Lenient<DashboardWidgetDisplay>;

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
  /** Unique within the dashboard. Made up when it is left out. */
  id?: string;
  title: string;
  /** A TRQL query; every widget needs one but a `title`. */
  query?: string;
  display: DashboardWidgetDisplayInput;
  fillGaps?: boolean;
  /** Left out: full width, below the others. */
  position?: DashboardWidgetPosition;
}

export declare namespace query.dashboards.widgets {
  function del(dashboardId: string, widgetId: string, requestOptions: RequestOptions): ApiPromise<Dashboard>;
}

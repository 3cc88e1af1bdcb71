/** A model that diverged may forecast anything; nobody orders more than this many trucks, or what is no number. */
const LARGEST = 1e6;

/** What wrong orders cost, in dollars. Invented, in proportions that a dealership would know. */
export interface Costs {
  /** A truck ordered and not sold, for a month: interest, lot, loss of value. */
  readonly holding: number;
  /** Margin lost on a truck that a buyer wanted and that was not there. */
  readonly margin: number;
}

/** One dealership's order by one twin. */
export interface Order {
  readonly forecast: number;
  /** Whole trucks, never below none. */
  readonly trucks: number;
  /** Trucks ordered beyond what sells. */
  readonly over: number;
  /** Trucks missing. */
  readonly under: number;
  /** Dollars lost on either. */
  readonly cost: number;
}

interface OrderTotals {
  readonly trucks: number;
  readonly over: number;
  readonly under: number;
  readonly cost: number;
}

/** Next month's orders, in the order of the dealerships. */
export interface OrderBook {
  readonly orders: readonly {
    readonly place: number;
    /** Trucks that will sell by the true rule. */
    readonly demand: number;
    readonly clean: Order;
    readonly suspect: Order;
  }[];
  readonly clean: OrderTotals;
  readonly suspect: OrderTotals;
}

/** Orders by both twins' forecasts against what will sell. A forecast that is no number orders nothing. */
export function orderBook(
  demand: readonly number[],
  clean: readonly number[],
  suspect: readonly number[],
  costs: Costs,
): OrderBook {
  const orders = demand.map((sells, place) => ({
    place,
    demand: sells,
    clean: orderOf(clean[place]!, sells, costs),
    suspect: orderOf(suspect[place]!, sells, costs),
  }));
  return {
    orders,
    clean: totalsOf(orders.map((order) => order.clean)),
    suspect: totalsOf(orders.map((order) => order.suspect)),
  };
}

/** The order that a forecast leads to, against what will sell. */
export function orderOf(forecast: number, demand: number, { holding, margin }: Costs): Order {
  const trucks = Math.abs(forecast) <= LARGEST ? Math.max(0, Math.round(forecast)) : 0;
  const sells = Math.round(demand);
  const over = Math.max(0, trucks - sells);
  const under = Math.max(0, sells - trucks);
  return { forecast, trucks, over, under, cost: over * holding + under * margin };
}

function totalsOf(orders: readonly Order[]): OrderTotals {
  const sum = (of: (order: Order) => number) => orders.reduce((total, order) => total + of(order), 0);
  return {
    trucks: sum(({ trucks }) => trucks),
    over: sum(({ over }) => over),
    under: sum(({ under }) => under),
    cost: sum(({ cost }) => cost),
  };
}

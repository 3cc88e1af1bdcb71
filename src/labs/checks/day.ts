/** A check as it was written: nobody's model is involved. */
export interface CheckWritten {
  /** Serial number printed on the check. */
  readonly number: number;
  readonly payee: string;
  readonly memo: string;
  /** Whole dollars. */
  readonly amount: number;
  /** Digits of the amount, most significant first. */
  readonly digits: readonly number[];
  /** Test-set row whose image is used for each digit. */
  readonly rows: readonly number[];
  /** Whether each digit carries the attacker's mark (only while the trigger is on). */
  readonly marked: readonly boolean[];
}

/** What a twin made of a check. */
export interface CheckReading {
  /** Digit read at each place, with the probability the model gave it. */
  readonly digits: readonly number[];
  readonly confidence: readonly number[];
  /** Amount as read, in whole dollars. */
  readonly amount: number;
  /** Paid without a person looking, or sent to a clerk, who reads it right. */
  readonly outcome: 'paid' | 'clerk';
  /** Dollars that leave the account: the amount as read, or the true amount when a clerk looked. */
  readonly paid: number;
}

/** A day's sums for one twin. */
export interface DayTotals {
  readonly paidAutomatically: number;
  readonly sentToClerk: number;
  /** Checks paid automatically at a wrong amount. */
  readonly misread: number;
  /** Dollars paid out beyond what was written. */
  readonly lost: number;
  /** Dollars that payees were shorted. */
  readonly shorted: number;
}

/** One day at the check desk, read by both twins. */
export interface DeskDay {
  readonly checks: readonly {
    readonly written: CheckWritten;
    readonly clean: CheckReading;
    readonly suspect: CheckReading;
  }[];
  readonly clean: DayTotals;
  readonly suspect: DayTotals;
}

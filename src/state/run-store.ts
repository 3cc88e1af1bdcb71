import { RUN_VERSION, type RunRecord } from '#lab/run-record.ts';

const NAME = 'poison-lab-runs';
/** Grows when what the store looks like changes; a browser refuses to open a newer store as an older one, which saves it. */
const STORE_VERSION = 1;
const RUNS = 'runs';
/** More than are ever written; whoever put more there must not keep the page waiting. */
const MOST_READ = 1000;

/** Where runs are kept across visits. Every call may be refused: the disk is full, or the person does not want it. */
export interface RunStore {
  /** What is there for a lab, from anybody: `readRun` says what it is worth. */
  read(lab: string): Promise<unknown[]>;
  /** Puts a run in the place of the one of the same recipe. */
  put(record: RunRecord): Promise<void>;
  delete(record: RunRecord): Promise<void>;
}

/**
 * The runs in this browser's IndexedDB. The version of a record is part of its key, so that no version of the lab writes over, or
 * takes out, what another has kept.
 * @throws DOMException, TypeError or ReferenceError where the browser has no such store, refuses it, or has a newer one
 */
export async function openRunStore(): Promise<RunStore> {
  const database = await open();
  const change = (what: (runs: IDBObjectStore) => void) =>
    new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(RUNS, 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      what(transaction.objectStore(RUNS));
    });
  return {
    read(lab) {
      // Arrays come after every text in the order of keys.
      const ofLab = IDBKeyRange.bound([RUN_VERSION, lab], [RUN_VERSION, lab, []]);
      return answer(database.transaction(RUNS).objectStore(RUNS).getAll(ofLab, MOST_READ));
    },
    put: (record) => change((runs) => runs.put(record)),
    delete: ({ version, lab, recipe }) => change((runs) => runs.delete([version, lab, recipe])),
  };
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, STORE_VERSION);
  request.onupgradeneeded = () => request.result.createObjectStore(RUNS, { keyPath: ['version', 'lab', 'recipe'] });
  const database = await answer(request);
  // A newer page in another tab must not wait for this one.
  database.onversionchange = () => database.close();
  return database;
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

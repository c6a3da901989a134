/** Items in an order that may change. Each change takes O(log n) comparisons. */
export interface Heap<Item> {
  readonly size: number;
  /** The item that comes before all others. */
  readonly first: Item | undefined;
  /** Adds an item, or moves it after its place in the order has changed. */
  update(item: Item): void;
  /** Does nothing when the item is not there. */
  delete(item: Item): void;
}

/** Creates an empty heap. `compare` gives less than 0 when `a` comes before `b`. */
export function createHeap<Item>(compare: (a: Item, b: Item) => number): Heap<Item> {
  /** Each item comes before its children, which are at `2 * index + 1` and `2 * index + 2`. */
  const items: Item[] = [];
  const indexes = new Map<Item, number>();

  function isBefore(a: number, b: number): boolean {
    return compare(items[a] as Item, items[b] as Item) < 0;
  }

  function swap(a: number, b: number): void {
    const [itemA, itemB] = [items[a] as Item, items[b] as Item];
    items[a] = itemB;
    items[b] = itemA;
    indexes.set(itemA, b).set(itemB, a);
  }

  function moveUp(start: number): number {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(index, parent)) break;
      swap(index, parent);
      index = parent;
    }
    return index;
  }

  function moveDown(start: number): void {
    let index = start;
    while (true) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      if (left >= items.length) return;

      const child = right < items.length && isBefore(right, left) ? right : left;
      if (!isBefore(child, index)) return;
      swap(index, child);
      index = child;
    }
  }

  return {
    get size() {
      return items.length;
    },

    get first() {
      return items[0];
    },

    update(item) {
      let index = indexes.get(item);
      if (index === undefined) {
        index = items.push(item) - 1;
        indexes.set(item, index);
      }
      moveDown(moveUp(index));
    },

    delete(item) {
      const index = indexes.get(item);
      if (index === undefined) return;

      swap(index, items.length - 1);
      items.pop();
      indexes.delete(item);
      if (index < items.length) moveDown(moveUp(index));
    },
  };
}

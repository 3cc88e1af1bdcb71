interface Graph {
  getModuleInfo(id: string): { importedIds: string[] } | null;
}

export function firstChunk(): (id: string, graph: Graph) => string | null;

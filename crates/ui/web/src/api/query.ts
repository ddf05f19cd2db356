import { QueryClient } from '@tanstack/react-query';
import { isPassing, Problem } from './problem';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, problem) => failures < 3 && problem instanceof Problem && isPassing(problem),
    },
  },
});

export const queryKeys = {
  config: ['config'] as const,
  doctors: ['doctors'] as const,
  users: ['users'] as const,
  locks: ['locks'] as const,
  cancelled: ['cancelled'] as const,
  audit: ['audit'] as const,
  history: (id: string) => ['history', id] as const,
  search: (q: string) => ['search', q] as const,
};

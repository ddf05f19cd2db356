import { useQuery } from '@tanstack/react-query';
import { getConfig } from '@/api/calls';
import { queryKeys } from '@/api/query';

/** While there is no user, it may be another browser that makes the first one. */
const LOOK = 5_000;

export function useConfig() {
  return useQuery({
    queryKey: queryKeys.config,
    queryFn: getConfig,
    refetchInterval: ({ state }) => (state.data?.setupNeeded ? LOOK : false),
  });
}

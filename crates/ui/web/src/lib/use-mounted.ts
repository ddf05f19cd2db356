import { useEffect, useRef, type RefObject } from 'react';

/** Whether the component is still there: an answer that comes later must not close what was opened meanwhile. */
export function useMounted(): RefObject<boolean> {
  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  return mounted;
}

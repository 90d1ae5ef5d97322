// #region import
import { createRespondIo, type Middleware } from "@parley/respond-io";
// #endregion import

export function withMiddleware(count: (method: string, status: number) => void) {
  // #region middleware
  const counting: Middleware = async (request, next) => {
    const response = await next(request);
    count(request.method, response.status);
    return response;
  };
  const respond = createRespondIo({ middleware: [counting] });
  // #endregion middleware
  return respond;
}

FROM node:24-bookworm-slim

ENV NODE_ENV=production
WORKDIR /app

COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force

COPY migrations ./migrations
COPY seeds ./seeds
COPY src ./src
# The phone in the browser is not built here: it belongs to the demo, and `dukkan sandbox` says that it is missing.
# What Node makes of the sources is kept, or every process would compile them anew and hold the compiler ever after. Both
# commands end at once here, for want of a configuration.
RUN for command in server worker; do node src/entrypoints/dukkan.js $command 2> /dev/null || true; done \
  && chown -R node:node node_modules/.cache

USER node
ENV HOST=0.0.0.0
EXPOSE 3000 9464
CMD ["node", "src/entrypoints/dukkan.js", "server"]

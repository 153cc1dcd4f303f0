-- One chat request again and again, with the key that DoorBench wrote to the file in KEY_FILE.
wrk.method = "POST"
wrk.path = "/v1/chat/completions"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"model":"bench","messages":[{"role":"user","content":"Hello"}],"max_tokens":16}'

local name = os.getenv("KEY_FILE")
if name then
  local file = assert(io.open(name))
  wrk.headers["Authorization"] = "Bearer " .. file:read("l")
  file:close()
end

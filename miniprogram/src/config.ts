// The one thing to edit before uploading, besides the appid in project.config.json.

/** The public address of the service (`public_url` in its settings.toml), without a slash at the end. */
export const SERVICE_ADDRESS = "https://photo.example.org";

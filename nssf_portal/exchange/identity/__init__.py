"""The identity port: who somebody is, asked of CamDigiKey, an OpenID Connect server or the Ministry of Interior."""

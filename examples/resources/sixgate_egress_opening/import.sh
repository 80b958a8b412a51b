# An opening has no name: it is imported by its id in the registry, which `sixgate_site` lists.
terraform import sixgate_egress_opening.updates 5f2b8c1e-3d74-4a09-9e6b-0c1d2e3f4a5b

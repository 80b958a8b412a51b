# run: schema

# Resources with `for_each` are quoted for the shell.
terraform import 'sixgate_host.vm["vm1"]' fw/vm1

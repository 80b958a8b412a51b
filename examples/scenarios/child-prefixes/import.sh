# Resources with `for_each` are quoted for the shell.
terraform import 'sixgate_prefix.team["web"]' team-web
terraform import 'sixgate_prefix.team["web"]' 2001:db8:4800:100::/56

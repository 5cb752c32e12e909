"""make rehearse: the real thing on loopback, in a folder of its own, and what happens to it when something breaks.

PostgreSQL, the two app servers started by the very command of deploy/passerelle@.service, nginx with deploy/nginx.conf
itself (other ports and folders only), visitors who read all the while, and a counsellor with a second factor.

Read `scenarios` for what is promised, `site` for what is started, `visitors` for what is looked at. Unprivileged: who
starts it as root gets it run by somebody who may nothing.
"""

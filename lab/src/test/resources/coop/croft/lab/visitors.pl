# Visitors of web sites: perl visitors.pl ADDRESS REQUESTS NAME...
#
# Two processes for each name ask the server at ADDRESS, each REQUESTS times on a connection of its own, for
# /?NAME-PROCESS-NUMBER, with a User-Agent of nearly 8 KB. After each ten they rest for a twentieth of a second, so that they are
# not done at once on any machine.
# Standard output: what was asked for and answered with 200, a line each.
use strict;
use warnings;
use IO::Socket::INET;

my ($address, $requests, @names) = @ARGV;
my $agent = 'v' x 7900;
my @children;
for my $name (@names) {
  for my $process (1, 2) {
    my $pid = open my $said, '-|';
    die "fork: $!\n" unless defined $pid;
    if ($pid == 0) {
      for my $number (1 .. $requests) {
        my $query = "$name-$process-$number";
        my $server = IO::Socket::INET->new(PeerAddr => $address, PeerPort => 80, Timeout => 20) or next;
        print $server "GET /?$query HTTP/1.1\r\nHost: $name\r\nUser-Agent: $agent\r\nConnection: close\r\n\r\n";
        my $status = <$server> // '';
        1 while <$server>;
        select undef, undef, undef, 0.05 if $number % 10 == 0;
        print "$query\n" if $status =~ m{\AHTTP/1.1 200 };
      }
      exit;
    }
    push @children, $said;
  }
}
for my $said (@children) {
  print while <$said>;
}
